/** What can stand in a journal: plain JSON, without holes and without surprises. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

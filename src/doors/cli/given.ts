/** What was given on the command line, before any of it is checked for sense. */
export interface Given {
  readonly positional: readonly (string | undefined)[]
  readonly options: { readonly [name: string]: string | boolean | readonly string[] | undefined }
}

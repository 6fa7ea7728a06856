/** What was given on the command line, before any of it is checked for sense. */
export interface Given {
  readonly positional: readonly (string | undefined)[]
  /** Words of the form NAME=VALUE, where the command takes such. */
  readonly pairs?: readonly string[]
  readonly options: { readonly [name: string]: string | boolean | readonly string[] | undefined }
}

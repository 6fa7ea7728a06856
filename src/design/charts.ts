/** Where the charts lie, relative to the document. */
export interface Charts {
  readonly gantt: string
  readonly loading: string
}

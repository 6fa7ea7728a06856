/** Something a person reads, in every language of the product. Doors choose which one to show. */
export interface Text {
  readonly en: string
  readonly ko: string
}

export type Language = keyof Text

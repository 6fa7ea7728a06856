import { columnsOf } from '#report/text-width.ts'

/** In px: where names stand, where times go, and what is left at the end for half a label. */
export const left = 216
export const width = 760
export const right = 40

/** How many columns of letters fit before the times: of bold names at 13 px, of what is said of them at 12 px. */
export const nameColumns = 24
export const aboutColumns = 27

/** About how wide a text is at 12 px, rather too wide than too narrow. */
export function widthOf(text: string): number {
  return columnsOf(text) * 7
}

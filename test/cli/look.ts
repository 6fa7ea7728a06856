import type { Look } from '#doors/cli/answer.ts'
import { speakerOf } from '#doors/cli/language.ts'
import { colourPaint, plainPaint } from '#doors/cli/terminal/paint.ts'

/** How things look in a test: 80 columns, English, no colour, unless said otherwise. */
export function lookFor(options: { readonly language?: 'en' | 'ko'; readonly width?: number; readonly colour?: boolean } = {}): Look {
  const language = options.language ?? 'en'
  return {
    language,
    speak: speakerOf(language),
    paint: options.colour === true ? colourPaint : plainPaint,
    width: options.width ?? 80,
    folder: '/studies',
  }
}

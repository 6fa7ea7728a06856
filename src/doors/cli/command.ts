import type { Text } from '#expression/text.ts'
import type { Answer } from './answer.ts'

/** A command as a person sees it: light, so that help and completion load nothing else. */
export interface CommandShape {
  readonly name: string
  readonly summary: Text
  /** A paragraph or two for `--help`. */
  readonly details: Text
  readonly positional: readonly PositionalShape[]
  readonly options: readonly OptionShape[]
  readonly examples: readonly Example[]
  /** What `--json` gives: one document, or a line for each thing that happens. */
  readonly json: 'document' | 'lines'
  readonly load: () => Promise<Answer>
}

export interface PositionalShape {
  /** As shown in usage: FILE, RUN, STAGE[/TASK]. */
  readonly name: string
  readonly summary: Text
  readonly optional?: true
  /** The last one may stand there any number of times: words of the form NAME=VALUE, wherever they stand. */
  readonly pairs?: true
  /** The only one: it may stand there any number of times. */
  readonly many?: true
  readonly completes?: 'file' | 'run' | 'stage' | 'waiting' | 'shell' | 'template'
}

export interface OptionShape {
  readonly name: string
  readonly letter?: 'f' | 'o' | 's' | 'n' | 'y'
  readonly kind: 'flag' | 'value' | 'many'
  readonly placeholder?: string
  readonly summary: Text
  readonly choices?: readonly string[]
  readonly completes?: 'file' | 'folder' | 'stage'
}

export interface Example {
  readonly command: string
  readonly says: Text
}

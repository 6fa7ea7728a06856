import type { AttemptSpec } from '#run/attempt.ts'
import type { Effect } from '#run/effect.ts'
import { type Active, createActive } from './active.ts'
import { attemptName } from './paths.ts'

type Stop = Extract<Effect, { type: 'stop' }>

/** An attempt of before a crash of which only the name is known: enough to end what still runs of it, and nothing of it is taken. */
export function unseen({ run, stage: index, task, attempt }: Stop, stage: string, folder: string): Active {
  const spec: AttemptSpec = {
    ...{ run, stage, task, attempt, label: '', script: '', shell: ['bash'], env: [], inputs: [], outputs: [], parameters: {} },
    ...{
      limitMs: undefined,
      memoryBytes: undefined,
      stallMs: undefined,
      patterns: [],
      extractions: [],
      uses: [],
      manifests: [],
      keyParts: {},
    },
  }
  return createActive(index, spec, attemptName(spec), folder)
}

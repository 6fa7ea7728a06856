import type { Stage } from '#model/workflow.ts'
import type { Artefact, Result } from '#run/outcome.ts'
import type { RunState } from '#run/state.ts'
import type { Behaviour } from '#worlds/simulated/behaviour.ts'

/** The stage with as many pieces as are expected of it, so that simulating it hands on so many. */
export function withPieces(stage: Stage, run: RunState): Pick<Stage, 'outputs'> {
  return {
    outputs: stage.outputs.map((output) => {
      if (output.stream === undefined) return output
      const expect = countOfPieces(run, stage.index)
      return { ...output, stream: { ...output.stream, expect, atMost: Math.max(expect, output.stream.atMost) } }
    }),
  }
}

function countOfPieces({ workflow, stages }: RunState, producer: number): number {
  const pieces = workflow.stages.find(({ fanout }) => fanout.kind === 'pieces' && fanout.stage === producer)
  return pieces === undefined ? 0 : (stages[pieces.index]?.count ?? 0)
}

/** What a simulated attempt hands on while it runs: what is there of its stage already, and the rest evenly over its time. */
export function piecesExpected(run: RunState, index: number, wallMs: number): Pick<Behaviour, 'pieces'> & Pick<Result, 'outputs'> {
  const streamed = run.workflow.stages[index]?.outputs.find(({ stream }) => stream !== undefined)
  if (streamed?.stream === undefined) return { outputs: {} }
  const there = piecesThere(run, index, streamed.name)
  const more = Math.max(0, (streamed.stream.expect ?? 0) - there.length)
  const fresh = Array.from({ length: more }, (_, number): Artefact => {
    const name = `expected ${there.length + number}`
    return { fingerprint: name, name, bytes: 0 }
  })
  const pieces = [
    ...there.map((piece) => ({ afterMs: 0, piece })),
    ...fresh.map((piece, number) => ({ afterMs: (wallMs * (number + 1)) / more, piece })),
  ]
  const all = [...there, ...fresh]
  return { pieces, outputs: { [streamed.name]: { fingerprint: `${all.length} pieces`, name: 'files', bytes: 0, files: [], pieces: all } } }
}

function piecesThere({ workflow, stages }: RunState, producer: number, output: string): readonly Artefact[] {
  const pieces = workflow.stages.find(({ fanout }) => fanout.kind === 'pieces' && fanout.stage === producer)
  const results = pieces === undefined ? undefined : stages[pieces.index]?.results
  return [...(results?.values() ?? [])].flatMap(({ outputs }) => outputs[output] ?? [])
}

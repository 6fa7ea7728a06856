import type { OwnedRun, OwnedStage } from './owned.ts'

/** The stages of a run that stand for pieces, and who makes these. Once, as the run begins. */
export function raiseStreams(run: OwnedRun): readonly OwnedStage[] {
  const streams: OwnedStage[] = []
  for (const index of run.order) {
    const stage = run.stages[index]
    if (stage === undefined || !stage.asked) continue
    const { fanout } = stage.definition
    const producer = fanout.kind === 'single' || fanout.kind === 'foreach' ? undefined : run.stages[fanout.stage]
    if (fanout.kind === 'each') stage.streamed = producer?.streamed
    if (fanout.kind !== 'pieces' || producer === undefined) continue
    stage.stream = { producer, open: true, slots: new Map(), names: [], heldSince: undefined, trouble: undefined }
    stage.streamed = stage
    producer.pieces = stage
    streams.push(stage)
  }
  return streams
}

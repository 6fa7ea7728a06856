import type { RunStatus, StageStatus } from '#operations/run-status.ts'

const none = { asked: 0, waiting: 0, released: 0, queued: 0, running: 0, retrying: 0, done: 0, failed: 0, ignored: 0, skipped: 0 }

export function stageStatus(
  given: Partial<Omit<StageStatus, 'counts'>> & { readonly counts?: Partial<StageStatus['counts']> },
): StageStatus {
  const { counts, ...rest } = given
  return {
    name: 'sample',
    tasks: 1,
    asked: true,
    people: false,
    reused: 0,
    retries: 0,
    meanMs: null,
    ratePerMs: null,
    gates: [],
    ...rest,
    counts: { ...none, ...counts },
  }
}

export function runStatusOf(given: Partial<RunStatus> = {}): RunStatus {
  return {
    run: '20261123-0312-ising-3f',
    name: 'ising',
    title: 'Critical temperature of the 2D Ising model',
    file: '/study/workflow.yaml',
    store: '/study/.pwos',
    fingerprint: 'f',
    phase: 'running',
    startedAt: 1_000_000,
    endedAt: null,
    elapsedMs: 65_000,
    remainingMs: 40_000,
    led: null,
    parameters: {},
    pools: [],
    tasks: { total: 40, open: false, done: 26, reused: 3, failed: 1, ignored: 0, skipped: 0, running: 2, retries: 0 },
    stages: [
      stageStatus({
        name: 'sample',
        tasks: 39,
        counts: { done: 26, failed: 1, running: 2, queued: 10 },
        reused: 3,
        ratePerMs: 0.0031,
        gates: [
          {
            name: 'thermalised',
            level: 'required',
            check: 'tau < sweeps / 50',
            passed: 25,
            failed: 1,
            inconclusive: 0,
            waived: 0,
            allowed: 0,
          },
        ],
      }),
      stageStatus({ name: 'fit', tasks: 1, counts: { waiting: 1 } }),
    ],
    waiting: [],
    opening: null,
    notices: { delivered: 0, failed: 0, trouble: null },
    waivers: [],
    conditions: [],
    awaiting: [],
    running: [
      { stage: 'sample', task: 27, label: 'L=32,T=2.1', attempt: 2, since: 1_053_000 },
      { stage: 'sample', task: 28, label: 'L=32,T=2.2', attempt: 1, since: 1_060_000 },
    ],
    failures: [],
    outputs: [],
    ...given,
  }
}

export const failedTask = {
  stage: 'sample',
  task: 3,
  label: 'L=8,T=2.1',
  attempt: 1,
  cause: 'program_error',
  detail: 'exit code 3',
  exitCode: 3,
  signal: null,
  at: 1_000_500,
  ignored: false,
  folder: '/study/.pwos/runs/r/sample/3-1',
  lastLines: ['reading input', 'ValueError: \u001b[31mnegative\u001b[0m temperature\u0007'],
}

import { sharing } from '../coordination.ts'
import { parallel, recovery } from '../execution.ts'
import { bottlenecksOf, durationSources, monitoring, strategies, waitsForPeople } from '../performance.ts'
import { improvement, qualityMonitoring } from '../quality.ts'
import { allocation, capacityLines, utilisation } from '../resources.ts'
import type { View } from '../view.ts'
import { list, type Tree } from './leaf.ts'
import { no } from './reasons.ts'
import * as said from './statements.ts'

/** What the task `performance-architecture` frames, by its keys: of computers, and of instruments and people. */
export function performanceArchitecture(view: View): { readonly [key: string]: Tree } {
  return {
    computational_performance_architecture: {
      parallel_processing_design: {
        distributed_computing_frameworks: list([...parallel(view), ...said.computing(view)], no.pool),
        algorithm_optimization: list([...bottlenecksOf(view), ...strategies(view), ...durationSources(view)], no.time),
      },
      data_architecture_optimization: {
        storage_performance: list(temporary(view), { en: 'no output is temporary', ko: '임시 출력이 없음' }),
        data_flow_optimization: list([...pipelines(view), ...said.throughputs(view).map(([name, rate]) => `${name}: ${rate}`)], no.several),
      },
    },
    experimental_performance_architecture: {
      measurement_system_optimization: {
        data_acquisition_efficiency: list([...said.bookings(view), ...qualityMonitoring(view)], no.instrument),
        experimental_workflow_optimization: list([...capacityLines(view), ...utilisation(view), ...waitsForPeople(view)], no.used),
      },
      instrumentation_architecture: {
        instrument_integration: list([...said.equipment(view), ...sharing(view)], no.instrument),
        control_system_optimization: list([...monitoring(view), ...recovery(view), ...improvement(view), ...allocation(view)], no.hanging),
      },
    },
  }
}

function temporary({ workflow, say }: View): readonly string[] {
  return workflow.stages.flatMap(({ name, outputs }) =>
    outputs
      .filter((one) => one.temporary)
      .map((one) =>
        say({ en: `${name}: ${one.name} is deleted once no one needs it`, ko: `${name}: ${one.name}은(는) 쓸 곳이 없으면 삭제` }),
      ),
  )
}

/** Stages that begin with each task of another one, before all of it is done. */
function pipelines({ workflow, say }: View): readonly string[] {
  return workflow.stages.flatMap(({ name, fanout }) => {
    if (fanout.kind !== 'each') return []
    const from = workflow.stages[fanout.stage]?.name ?? ''
    return [
      say({
        en: `${name} goes on with each task of ${from} while others still run`,
        ko: `${from}의 다른 작업이 진행되는 동안 ${name}이(가) 끝난 작업부터 이어 감`,
      }),
    ]
  })
}

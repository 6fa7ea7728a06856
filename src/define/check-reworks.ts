import type { Workflow } from '#model/workflow.ts'
import type { Report } from './report.ts'
import type { TextTree } from './written.ts'

/** A rework as it stands in the file: the gate's stage, and where the stage is named from which it goes again. */
export interface WrittenRework {
  readonly stage: number
  readonly from: number
  readonly tree: TextTree
  /** Because a verdict is no longer valid: what stands on it is not done again, but must not be counted from it. */
  readonly validity?: true
}

/**
 * A rework starts at a stage that the gate's stage hangs on, and what is done again must be as many tasks as before: a `foreach` over
 * content that is made again would have other tasks, of which nothing is known any more.
 */
export function checkReworks({ stages }: Pick<Workflow, 'stages'>, reworks: readonly WrittenRework[], report: Report): void {
  if (reworks.length === 0) return
  for (const { stage, from, tree, validity } of reworks) {
    if (stage === from && validity === undefined) continue
    const reached = behind(stages, from)
    if (stage !== from && !reached.has(stage)) sayNotBefore(stages[stage]?.name ?? '', tree, report)
    const made = validity === undefined ? reached : between(stages, reached, stage)
    for (const index of reached) {
      const counted = stages[index]?.dependencies.some((one) => one.expansion && (made.has(one.stage) || one.stage === from))
      if (counted === true) sayRecounted(stages[index]?.name ?? '', tree, report)
    }
  }
}

/** Of what waits for the first stage, that for which `to` waits, with `to` itself: no more is made again. */
function between(stages: Workflow['stages'], reached: ReadonlySet<number>, to: number): ReadonlySet<number> {
  return new Set([...reached].filter((index) => index === to || behind(stages, index).has(to)))
}

/** Everything that waits for a stage, near or far. */
function behind(stages: Workflow['stages'], from: number): ReadonlySet<number> {
  const followers = stages.map((): number[] => [])
  for (const { index, dependencies } of stages) for (const { stage } of dependencies) followers[stage]?.push(index)
  const reached = new Set<number>()
  const open = [from]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const follower of followers[at] ?? []) {
      if (reached.has(follower)) continue
      reached.add(follower)
      open.push(follower)
    }
  }
  return reached
}

function sayNotBefore(name: string, tree: TextTree, report: Report): void {
  const message = {
    en: `\`${tree.value}\` is not before \`${name}\`: doing it again would change nothing here.`,
    ko: `\`${tree.value}\`은(는) \`${name}\`보다 앞선 단계가 아니라서 다시 해도 여기서 달라지는 것이 없습니다.`,
  }
  report.say('bad_rule', tree, message, {
    en: 'Name a stage whose outputs or metrics it uses, directly or through others.',
    ko: '이 단계가 직접 또는 다른 단계를 거쳐 출력이나 지표를 쓰는 단계를 적으세요.',
  })
}

function sayRecounted(name: string, tree: TextTree, report: Report): void {
  const message = {
    en: `The tasks of \`${name}\` are counted from what would be made again.`,
    ko: `\`${name}\`의 작업 수가 다시 만들 내용에서 정해집니다.`,
  }
  report.say('bad_rule', tree, message, {
    en: 'Start the rework at a stage behind that, or give its `foreach` values that stand before the run.',
    ko: '그보다 뒤의 단계부터 다시 하거나, `foreach` 값을 실행 전에 정하세요.',
  })
}

import { formatAmount } from '#report/format.ts'
import { bullets, type Part, table } from '../document-part.ts'
import { firstStart, lastEnd, listed, scheduleOf, type View } from '../view.ts'

/** Who does what, and when. */
export function rolesSection(view: View): Part | undefined {
  const { workflow, plan, say, range, span } = view
  if (workflow.people.length === 0) return undefined
  const rows = workflow.people.map(({ name, roles }) => {
    const resource = plan.schedule.resources.findIndex((one) => one.name === name)
    const use = plan.schedule.resources[resource]
    const mine = workflow.stages.filter(({ index }) => scheduleOf(view, index).people.some((chosen) => chosen.includes(resource)))
    const work = mine.map(
      ({ index, name: stage }) => `${stage} (${range(firstStart(scheduleOf(view, index)), lastEnd(scheduleOf(view, index)))})`,
    )
    return [name, roles.join(', '), work.join('; '), use === undefined ? '' : span(use.usedMs)]
  })
  const head = [
    say({ en: 'Person', ko: '사람' }),
    say({ en: 'Roles', ko: '역할' }),
    say({ en: 'Does', ko: '맡은 일' }),
    say({ en: 'Work', ko: '작업 시간' }),
  ]
  return { heading: { en: 'Roles', ko: '역할' }, body: table(head, rows) }
}

/** Programs and machines that must be there. */
export function technologySection(view: View): Part {
  const { workflow, plan, say } = view
  const shells = new Set(workflow.stages.filter(({ run }) => run !== undefined).map(({ shell }) => shell.join(' ')))
  const files = workflow.stages.flatMap(({ inputs }) => inputs.map(({ path }) => path.source))
  const lines = [
    ...[...shells].map((shell) => {
      const users = workflow.stages.filter((stage) => stage.run !== undefined && stage.shell.join(' ') === shell).map(({ name }) => name)
      return say({ en: `${shell}: runs ${listed(users, view)}`, ko: `${shell}: ${listed(users, view)} 실행` })
    }),
    ...(files.length > 0
      ? [
          say({
            en: `files beside ${view.file}: ${[...new Set(files)].join(', ')}`,
            ko: `${view.file} 옆의 파일: ${[...new Set(files)].join(', ')}`,
          }),
        ]
      : []),
    ...plan.schedule.resources
      .filter(({ kind, usedMs }) => kind !== 'person' && usedMs > 0)
      .map(({ name, peak }) =>
        say({ en: `${name}: ${formatAmount(name, peak)} at the most`, ko: `${name}: 최대 ${formatAmount(name, peak)}` }),
      ),
  ]
  return { heading: { en: 'Technology and infrastructure', ko: '기술과 기반' }, body: bullets(lines) }
}

/** How it is tried before it counts: commands that fail where something is wrong. */
export function validationSection(view: View): Part {
  const { workflow, file, plan, say } = view
  const gated = workflow.stages.filter(({ gates }) => gates.length > 0).map(({ name }) => name)
  const first = workflow.stages.find(({ dependencies, run }) => dependencies.length === 0 && run !== undefined)
  const unmeasured = workflow.stages.filter(({ index }) => plan.durations[index]?.source.kind !== 'history').map(({ name }) => name)
  const lines = [
    say({
      en: `\`pwos check ${file}\`: names, units and types of ${workflow.stages.length} stages, before anything runs`,
      ko: `\`pwos check ${file}\`: 실행 전에 ${workflow.stages.length}개 단계의 이름, 단위, 형 검사`,
    }),
    ...(first === undefined
      ? []
      : [
          say({
            en: `\`pwos run ${file} --until ${first.name}\`: the first stage alone`,
            ko: `\`pwos run ${file} --until ${first.name}\`: 첫 단계만 실행`,
          }),
        ]),
    ...(gated.length === 0
      ? []
      : [
          say({
            en: `gates of ${listed(gated, view)} judge every result; \`pwos report\` shows each verdict with its margin`,
            ko: `${listed(gated, view)}의 관문이 모든 결과를 판정. \`pwos report\`가 판정과 여유를 보여 줌`,
          }),
        ]),
    ...(unmeasured.length === 0
      ? []
      : [
          say({
            en: `after the first run, plan again: ${listed(unmeasured, view)} will then be measured`,
            ko: `첫 실행 뒤 다시 계획: ${listed(unmeasured, view)}이(가) 측정됨`,
          }),
        ]),
  ]
  return { heading: { en: 'Test and validation procedure', ko: '시험과 검증 절차' }, body: bullets(lines) }
}

/** What a change of the workflow costs: what would run again. */
export function changeSection(view: View): Part {
  const { workflow, file, say } = view
  const lines = workflow.stages
    .filter(({ inputs, run }) => inputs.length > 0 && run !== undefined)
    .map((stage) => {
      const files = stage.inputs.map(({ path }) => path.source).join(', ')
      return say({
        en: `a change of ${files} runs ${stage.name} again, and what its results change behind it`,
        ko: `${files}을(를) 바꾸면 ${stage.name}과 결과가 달라지는 뒤 단계가 다시 실행됨`,
      })
    })
  const all = [
    say({
      en: `\`pwos why STAGE ${file}\` says before a run what a change would run again`,
      ko: `\`pwos why STAGE ${file}\`이(가) 변경으로 다시 실행될 것을 미리 알려 줌`,
    }),
    ...lines,
    say({
      en: `\`pwos plan ${file} -o FILE\` on the file of this document raises its revision and lists what changed`,
      ko: `이 문서에 \`pwos plan ${file} -o FILE\`을 다시 하면 판이 올라가고 바뀐 점이 적힘`,
    }),
  ]
  return { heading: { en: 'Change management', ko: '변경 관리' }, body: bullets(all) }
}

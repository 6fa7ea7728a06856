import type { Text } from '#expression/text.ts'
import type { Bound } from './bound.ts'
import type { Resources } from './resources.ts'

/** What proves the bound, in words. */
export function boundReason({ refutation }: Bound, { all, resourceOfUnit }: Resources): Text {
  if (refutation === undefined) {
    return {
      en: 'the longest chain of tasks that wait for each other, through all calendars',
      ko: '서로 기다리는 작업들의 가장 긴 사슬(일정표의 닫힌 시간 포함)',
    }
  }
  if (refutation === 'search') {
    return { en: 'every order that could end sooner was looked at and ruled out', ko: '더 일찍 끝날 수 있는 모든 순서를 살펴보고 배제함' }
  }
  const { resource, activities, amounts, ms } = refutation.load
  const names =
    'pool' in resource
      ? all.filter(({ pool }) => pool === resource.pool).map(({ name }) => name)
      : [...new Set(resource.units.map((unit) => all[resourceOfUnit[unit] ?? -1]?.name ?? ''))]
  const name = names.join(', ')
  const many = activities.length
  if (refutation.kind === 'long-tasks') {
    return {
      en: `${name}: tasks so long that they do not fit one after the other as their work alone would`,
      ko: `${name}: 작업량만 보면 들어가지만, 작업 하나하나가 길어서 차례로 이어 넣을 수 없음`,
    }
  }
  const hours = activities.reduce((sum, _, i) => sum + (amounts[i] as number) * (ms[i] as number), 0) / 3_600_000
  const work = hours >= 100 ? hours.toFixed(0) : hours.toPrecision(3)
  return {
    en: `${name}: the ${work} h of work that ${many === 1 ? '1 task has' : `${many} tasks have`} for it, before and after what they wait for and what waits for them`,
    ko: `${name}: 작업 ${many}개의 총 ${work}시간 분량(앞뒤로 기다리는 시간 포함)`,
  }
}

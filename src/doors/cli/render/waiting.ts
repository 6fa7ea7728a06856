import type { Look } from '../answer.ts'

/** A command was left, and nobody is there to take it. */
export function renderWaiting(look: Look): readonly string[] {
  return [
    look.speak({
      en: 'No process leads this store: it takes effect when one does (`pwos resume`).',
      ko: '이 저장소를 이끄는 프로세스가 없습니다. 누군가 이끌 때 적용됩니다(`pwos resume`).',
    }),
  ]
}

import type { Text } from '#expression/text.ts'
import type { Problem } from '#model/problem.ts'
import type { CommandRefused, RefusalCode } from '#run/human-events.ts'
import { Failure } from './failure.ts'
import type { FailureCode } from './failure-codes.ts'
import type { FoundWork } from './unfinished-work.ts'

type About = Pick<FoundWork, 'asked' | 'run' | 'who' | 'to'>

/** What was said of waiting work, and the core did not take, as a failure that says why. */
export function refusalOf(event: Pick<CommandRefused, 'code' | 'problems'>, about: About): Failure {
  const problems = (event.problems ?? []).map(({ code, message }): Problem => ({ code, level: 'error', at: undefined, message }))
  const { code, text } = reasons[event.code](about, about.to ?? '')
  return new Failure(code, text, { problems })
}

interface Reason {
  readonly code: FailureCode
  readonly text: Text
}

const stageOf = ({ run, asked }: About) => run.workflow.stages[asked.stage]?.name ?? ''
const askedOf = ({ asked }: About) => asked.persons.join(', ') || '–'

const reasons: { readonly [code in RefusalCode]: (about: About, to: string) => Reason } = {
  not_waiting: (about) => ({
    code: 'not_asked',
    text: { en: `${stageOf(about)} does not wait for anybody any more.`, ko: `${stageOf(about)}은(는) 더 이상 사람을 기다리지 않습니다.` },
  }),
  outdated: (about) => ({
    code: 'not_asked',
    text: {
      en: `${stageOf(about)} was asked for anew since; look at it again.`,
      ko: `${stageOf(about)}을(를) 그사이 다시 요청했습니다. 다시 살펴보세요.`,
    },
  }),
  other_kind: (about) => otherKind(about),
  other_person: (about) => ({
    code: 'other_person',
    text: {
      en: `${stageOf(about)} is not asked of ${about.who.name}, but of ${askedOf(about)}.`,
      ko: `${stageOf(about)}은(는) ${about.who.name}이(가) 아니라 ${askedOf(about)}에게 요청했습니다.`,
    },
  }),
  not_independent: (about, to) => ({
    code: 'other_person',
    text: {
      en: `${to || about.who.name} cannot approve ${stageOf(about)}: it must be independent of whoever started the run or did work that it hangs on. It waits for ${askedOf(about)}.`,
      ko: `${to || about.who.name}은(는) ${stageOf(about)}을(를) 승인할 수 없습니다. 실행을 시작했거나 앞선 작업을 한 사람과 독립이어야 합니다. ${askedOf(about)}을(를) 기다립니다.`,
    },
  }),
  decided_already: (about) => ({
    code: 'other_person',
    text: {
      en: `${about.who.name} has approved ${stageOf(about)} already; it waits for ${askedOf(about)}.`,
      ko: `${about.who.name}은(는) ${stageOf(about)}을(를) 이미 승인했습니다. ${askedOf(about)}을(를) 기다립니다.`,
    },
  }),
  bad_answer: (about) => ({
    code: 'bad_answer',
    text: { en: `The answers do not fit the form of ${stageOf(about)}.`, ko: `답이 ${stageOf(about)}의 양식에 맞지 않습니다.` },
  }),
  unknown_output: (about) => ({
    code: 'bad_file',
    text: {
      en: `A file was handed in that ${stageOf(about)} does not ask for.`,
      ko: `${stageOf(about)}이(가) 요청하지 않은 파일을 냈습니다.`,
    },
  }),
  missing_output: (about) => ({
    code: 'bad_file',
    text: { en: `${stageOf(about)} asks for files that were not handed in.`, ko: `${stageOf(about)}이(가) 요청한 파일을 내지 않았습니다.` },
  }),
  unknown_person: (about, to) => ({
    code: 'unknown_person',
    text: {
      en: `${stageOf(about)} cannot be handed to ${to || 'that person'}: asked already, or nobody here.`,
      ko: `${stageOf(about)}을(를) ${to || '그 사람'}에게 넘길 수 없습니다. 이미 요청을 받았거나 없는 사람입니다.`,
    },
  }),
  unknown_gate: (about) => ({
    code: 'not_asked',
    text: { en: `${stageOf(about)} has no gate of that name.`, ko: `${stageOf(about)}에 그런 이름의 관문이 없습니다.` },
  }),
  no_reason: () => ({
    code: 'no_reason',
    text: {
      en: 'To let pass what gates kept back is a waiver, and needs a reason: it is shown wherever the result is used.',
      ko: '관문에 막힌 결과를 통과시키는 것은 면제이므로 사유가 필요합니다. 결과를 쓰는 곳마다 보입니다.',
    },
  }),
  busy: (_, to) => ({
    code: 'other_person',
    text: { en: `${to || 'That person'} does something else at the moment.`, ko: `${to || '그 사람'}은(는) 지금 다른 일을 하고 있습니다.` },
  }),
}

function otherKind(about: About): Reason {
  const name = stageOf(about)
  if (about.asked.human.kind === 'question')
    return {
      code: 'not_asked',
      text: {
        en: `${name} waits for a word whether its result may pass: \`pwos approve\`, \`pwos reject\` or \`pwos retry\`.`,
        ko: `${name}은(는) 결과를 통과시킬지 결정을 기다립니다(\`pwos approve\`, \`pwos reject\`, \`pwos retry\`).`,
      },
    }
  return about.asked.human.kind === 'task'
    ? {
        code: 'not_asked',
        text: {
          en: `${name} is work to be answered (\`pwos answer\`), not an approval.`,
          ko: `${name}은(는) 승인이 아니라 답할 작업입니다(\`pwos answer\`).`,
        },
      }
    : {
        code: 'not_asked',
        text: {
          en: `${name} is an approval (\`pwos approve\`, \`pwos reject\`), not work to be answered.`,
          ko: `${name}은(는) 답할 작업이 아니라 승인입니다(\`pwos approve\`, \`pwos reject\`).`,
        },
      }
}

/** What is hidden of a stage is not told otherwise either. */
export function refusedAsBlind(stage: string): Failure {
  return new Failure('blinded', {
    en: `What ${stage} printed and measured is hidden until it is unblinded.`,
    ko: `${stage}이(가) 출력하고 측정한 것은 블라인드가 풀릴 때까지 볼 수 없습니다.`,
  })
}

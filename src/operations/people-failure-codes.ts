import type { FailureKind } from './failure-kind.ts'

/** Why what a person says of work that waits cannot be taken. */
export const peopleFailureCodes = {
  not_asked: {
    exit: 'refused',
    meaning: {
      en: 'What was answered or decided does not wait for anybody: it was not asked for yet, is over, was asked for anew, or is another kind of work.',
      ko: '답하거나 결정한 것이 사람을 기다리고 있지 않습니다. 아직 요청되지 않았거나, 끝났거나, 다시 요청되었거나, 다른 종류의 일입니다.',
    },
    advice: {
      en: '`pwos inbox` shows what waits; `pwos explain STAGE` says why something does not.',
      ko: '`pwos inbox`로 기다리는 일을, `pwos explain 단계`로 그렇지 않은 이유를 볼 수 있습니다.',
    },
  },
  other_person: {
    exit: 'refused',
    meaning: {
      en: 'It is not for this person: it was asked of others, must be independent of them, or was decided by them already.',
      ko: '이 사람의 일이 아닙니다. 다른 사람에게 요청했거나, 독립이어야 하거나, 이미 결정했습니다.',
    },
    advice: {
      en: 'Say who you are with --as NAME. Whoever was asked can hand it over: `pwos delegate`.',
      ko: '--as 이름으로 누구인지 밝히세요. 요청받은 사람은 `pwos delegate`로 넘길 수 있습니다.',
    },
  },
  blinded: {
    exit: 'refused',
    meaning: {
      en: 'Results of a blind stage, or of what hangs on one, are hidden until the approval that unblinds it is given.',
      ko: '블라인드 단계나 그에 달린 단계의 결과는 공개하는 승인이 날 때까지 볼 수 없습니다.',
    },
    advice: { en: '`pwos inbox --all` shows which approval waits.', ko: '`pwos inbox --all`로 어떤 승인이 남았는지 볼 수 있습니다.' },
  },
  unknown_person: {
    exit: 'not_found',
    meaning: { en: 'Nobody of that name is in the workflow.', ko: '그런 이름의 사람이 워크플로에 없습니다.' },
    advice: { en: 'Use a name of the list that is shown.', ko: '함께 보여 주는 이름 가운데 하나를 쓰세요.' },
  },
  who_is_it: {
    exit: 'usage',
    meaning: {
      en: 'It is not known who you are: neither --as nor PWOS_AS, and the login name is nobody in the workflow.',
      ko: '누구인지 알 수 없습니다. --as도 PWOS_AS도 없고, 로그인 이름은 워크플로에 없습니다.',
    },
    advice: { en: 'Add --as NAME, or set PWOS_AS once.', ko: '--as 이름을 붙이거나 PWOS_AS를 한 번 설정해 두세요.' },
  },
  unknown_gate: {
    exit: 'not_found',
    meaning: { en: 'The stage has no gate of that name.', ko: '그 단계에 그런 이름의 관문이 없습니다.' },
    advice: { en: '`pwos status` lists the gates.', ko: '`pwos status`가 관문을 보여 줍니다.' },
  },
  no_reason: {
    exit: 'usage',
    meaning: { en: 'A waiver, or the end of an issue, needs a reason.', ko: '면제나 이슈 해결에는 사유가 필요합니다.' },
    advice: { en: 'Add --reason "…"; it is kept in the journal.', ko: '--reason "…"을 붙이세요. 일지에 남습니다.' },
  },
  unknown_issue: {
    exit: 'not_found',
    meaning: { en: 'There is no quality issue of that name.', ko: '그런 품질 이슈가 없습니다.' },
    advice: { en: '`pwos issues --all` lists them.', ko: '`pwos issues --all`로 볼 수 있습니다.' },
  },
  bad_answer: {
    exit: 'definition',
    meaning: {
      en: 'Answers do not fit the form: a field that is not asked for, a wrong type or unit, out of bounds, or left out. Each is listed.',
      ko: '답이 양식에 맞지 않습니다. 묻지 않은 항목, 형식이나 단위의 잘못, 범위를 벗어난 값, 빠진 답을 모두 보여 줍니다.',
    },
    advice: { en: '`pwos inbox RUN` shows the form.', ko: '`pwos inbox 실행`으로 양식을 볼 수 있습니다.' },
  },
  bad_file: {
    exit: 'definition',
    meaning: {
      en: 'What is handed in is not what is asked for: a file that is missing, not declared, or not of the declared format. Nothing was sent.',
      ko: '낸 파일이 요청한 것과 다릅니다. 빠졌거나, 요청하지 않았거나, 형식이 다릅니다. 보내지 않았습니다.',
    },
    advice: { en: 'Hand files in with --attach OUTPUT=PATH.', ko: '--attach 출력=경로로 파일을 내세요.' },
  },
} as const satisfies { readonly [code: string]: FailureKind }

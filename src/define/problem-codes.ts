import type { Text } from '#expression/text.ts'
import type { Problem } from '#model/problem.ts'

interface ProblemKind {
  readonly level: Problem['level']
  /** What it means, for `docs/errors.md`. */
  readonly meaning: Text
}

const error = (en: string, ko: string): ProblemKind => ({ level: 'error', meaning: { en, ko } })
const warning = (en: string, ko: string): ProblemKind => ({ level: 'warning', meaning: { en, ko } })

/** Everything that can be wrong with a workflow file or with the values given to it. Problems inside expressions have the codes of `expression/`. */
export const problemCodes = {
  empty_file: error('The file holds no workflow.', '파일에 워크플로가 없습니다.'),
  too_large: error('The file is too large.', '파일이 너무 큽니다.'),
  not_text: error('The file is not UTF-8 text.', '파일이 UTF-8 텍스트가 아닙니다.'),
  yaml_syntax: error('The file is not valid YAML here.', '이 위치의 YAML 문법이 잘못되었습니다.'),
  unquoted_expression: error(
    'A `${{ }}` stands where YAML reads its signs as its own; put it in quotes.',
    'YAML이 기호를 자기 문법으로 읽는 자리에 `${{ }}`가 있습니다. 따옴표로 감싸세요.',
  ),
  duplicate_key: error('A key appears twice in one map.', '한 맵에 같은 키가 두 번 있습니다.'),
  bad_alias: error(
    'An alias refers to no anchor, to itself, or there are far too many.',
    '별칭이 가리키는 앵커가 없거나, 자기 자신이거나, 너무 많습니다.',
  ),
  too_deep: error('Maps and lists are nested too deep.', '맵과 목록이 너무 깊이 겹쳐 있습니다.'),
  too_many_problems: error('There are more problems than are listed.', '나열한 것보다 문제가 더 있습니다.'),
  wrong_kind: error('A value is of another kind than the key takes.', '키가 받는 것과 다른 종류의 값입니다.'),
  bad_value: error('A value is of the right kind, but not one that the key takes.', '값의 종류는 맞지만 키가 받는 값이 아닙니다.'),
  unknown_key: error('A key that means nothing here.', '여기에 쓸 수 없는 키입니다.'),
  planned_key: error('A key that a later version will understand.', '앞으로 나올 버전에서 쓸 수 있는 키입니다.'),
  missing_key: error('A key that must be there is missing.', '꼭 있어야 하는 키가 없습니다.'),
  bad_name: error('A name has signs that names may not have, or is reserved.', '이름에 쓸 수 없는 문자가 있거나 예약된 이름입니다.'),
  name_taken: error('Two things that could be meant have the same name.', '구별할 수 없는 같은 이름이 두 개 있습니다.'),
  bad_time: error(
    'Hours, a date, a range of time or a time zone that cannot be read.',
    '운영 시간, 날짜, 기간, 시간대를 읽을 수 없습니다.',
  ),
  bad_work: error(
    'A stage has two kinds of work, or a key that does not go with its kind.',
    '한 단계에 일이 두 가지이거나, 그 일과 맞지 않는 키가 있습니다.',
  ),
  missing_workflow: error('A workflow file that a stage names is not there.', '단계가 가리키는 워크플로 파일이 없습니다.'),
  bad_type: error('A value does not have the type that is declared.', '값이 선언된 형식과 맞지 않습니다.'),
  bad_unit: error('A unit is unknown, missing, or of another dimension.', '단위를 모르거나, 없거나, 차원이 다릅니다.'),
  out_of_bounds: error('A value lies outside its bounds.', '값이 범위를 벗어났습니다.'),
  not_a_choice: error('A value is not one of the choices.', '값이 선택지에 없습니다.'),
  unknown_parameter: error(
    'A value was given for a parameter that the workflow does not have.',
    '워크플로에 없는 매개변수에 값을 주었습니다.',
  ),
  missing_parameter: error('A parameter without a default was given no value.', '기본값이 없는 매개변수에 값을 주지 않았습니다.'),
  unknown_answer: error('An answer was given that the form does not ask for.', '양식에 없는 항목에 답했습니다.'),
  missing_answer: error('Something that the form asks for was not answered.', '양식의 항목에 답하지 않았습니다.'),
  parameter_cycle: error('Defaults of parameters refer to each other in a circle.', '매개변수의 기본값이 서로를 돌아가며 참조합니다.'),
  evaluation_failed: error('An expression could not be evaluated with these values.', '이 값으로는 식을 계산할 수 없습니다.'),
  unknown_stage: error('A name that is no stage of the workflow.', '워크플로에 없는 단계 이름입니다.'),
  unknown_pool: error(
    'A pool, instrument, person or role that is not declared under `resources`.',
    '`resources`에 선언되지 않은 자원, 장비, 사람 또는 역할입니다.',
  ),
  need_too_large: error(
    'A task needs more of something, or more people, than there are, so it could never be done.',
    '작업이 있는 것보다 많은 자원이나 사람을 요구하여 할 수 없습니다.',
  ),
  unknown_lock: error('A lock that `locks` of the file does not declare.', '파일의 `locks`에 선언되지 않은 잠금입니다.'),
  unknown_condition: error(
    'A condition that `conditions` of the file does not declare.',
    '파일의 `conditions`에 선언되지 않은 조건입니다.',
  ),
  unknown_signal: error(
    'A signal, or a field of one, that `signals` of the file does not declare.',
    '파일의 `signals`에 선언되지 않은 신호나 항목입니다.',
  ),
  incomplete_reference: error('A reference stops before it names a value.', '참조가 값을 가리키기 전에 끝납니다.'),
  self_reference: error('A stage refers to its own result.', '단계가 자기 결과를 참조합니다.'),
  stage_cycle: error('Stages wait for each other in a circle.', '단계들이 서로를 돌아가며 기다립니다.'),
  fanout_as_single: error(
    'The output of a stage with many tasks is used as if there were one.',
    '작업이 여러 개인 단계의 출력을 하나인 것처럼 썼습니다.',
  ),
  single_as_fanout: error(
    'The output of a single task is used as if there were many.',
    '작업이 하나인 단계의 출력을 여러 개인 것처럼 썼습니다.',
  ),
  bad_path: error('A path is empty, absolute, or leads out of its folder.', '경로가 비어 있거나, 절대 경로이거나, 폴더 밖을 가리킵니다.'),
  duplicate_path: error('Two outputs or inputs of a stage have the same path.', '한 단계의 출력이나 입력 두 개의 경로가 같습니다.'),
  bad_pattern: error('A regular expression is not valid RE2.', '정규식이 올바른 RE2 문법이 아닙니다.'),
  slow_pattern: error(
    'A pattern of a rule pack has no fixed text, so large outputs could not be searched quickly.',
    '규칙 묶음의 패턴에 고정된 글자가 없어 큰 출력을 빨리 찾을 수 없습니다.',
  ),
  unreachable_rule: warning(
    'A rule of a pack never comes first: an earlier one matches whenever it does.',
    '앞의 규칙이 늘 먼저 맞아서 결코 쓰이지 않는 규칙입니다.',
  ),
  bad_rule: error(
    'A rule or gate lacks what it needs, or says two things at once.',
    '규칙이나 관문에 필요한 것이 없거나 두 가지를 동시에 말합니다.',
  ),
  expression_expected: error('A `${{ }}` expression, or a plain value, is expected here.', '`${{ }}` 식이나 단순한 값이 와야 합니다.'),
  missing_program: warning(
    'A program named under `programs` is not on the `PATH` of this machine.',
    '`programs`에 적은 프로그램이 이 컴퓨터의 `PATH`에 없습니다.',
  ),
  missing_input: warning('A file named under `inputs` is not there.', '`inputs`에 적은 파일이 없습니다.'),
  unlisted_input: warning(
    '`run` mentions a file beside the workflow that is not under `inputs`.',
    '`run`이 `inputs`에 없는 파일을 언급합니다.',
  ),
  unmentioned_output: warning('`run` never mentions an output of its stage.', '`run`이 단계의 출력을 언급하지 않습니다.'),
  nobody_has_role: warning(
    'Someone is asked for work or approval who is not declared under `resources.people`.',
    '`resources.people`에 없는 사람이나 역할에게 일이나 승인을 맡겼습니다.',
  ),
  lonely_barrier: warning('A barrier at which a single task waits for nobody.', '작업 하나뿐이라 서로 기다릴 것이 없는 장벽입니다.'),
  idle_person: warning('A person has no roles, and no stage asks for them.', '역할도 없고 어떤 단계도 찾지 않는 사람입니다.'),
  time_over_limit: warning('A task is expected to take longer than its limit allows.', '예상 시간이 제한 시간보다 깁니다.'),
  time_conflict: warning('Two times that cannot both be kept.', '동시에 지킬 수 없는 두 시각입니다.'),
  past_window: warning('A window that is over before anything begins.', '시작하기 전에 끝나는 이용 기간입니다.'),
  unused_parameter: warning('A parameter is never used.', '쓰이지 않는 매개변수입니다.'),
} as const satisfies { readonly [code: string]: ProblemKind }

export type ProblemCode = keyof typeof problemCodes

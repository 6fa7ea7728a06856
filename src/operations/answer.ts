import { resolve } from 'node:path'
import { z } from 'zod'
import { readAnswers } from '#define/answers.ts'
import { nearest } from '#expression/nearest.ts'
import { recordOf } from '#expression/record.ts'
import type { Json } from '#model/json.ts'
import { specOf } from '#run/spec.ts'
import { taskNames } from '#run/task-names.ts'
import { type GivenFiles, handIn } from '#worlds/attempt/handing-in.ts'
import { pathsOf } from '#worlds/attempt/paths.ts'
import { summaries } from './catalogue.ts'
import { Failure } from './failure.ts'
import { fieldShape, givenPairs } from './given-pairs.ts'
import type { Host, Operation } from './operation.ts'
import { valuesInFile } from './parameters.ts'
import { refusalOf } from './refusals.ts'
import { findStore, withJournal } from './store.ts'
import { requestName, type Said, said, tellLeader } from './tell-people-command.ts'
import { type FoundWork, findWork } from './unfinished-work.ts'

const input = z.object({
  run: z.string().optional(),
  /** STAGE or STAGE/TASK. */
  of: z.string(),
  /** `NAME=VALUE`, each, by field of the form. */
  values: z.array(z.string()).default([]),
  /** A JSON or YAML file with a map of fields to values. */
  file: z.string().optional(),
  /** `OUTPUT=PATH`, each: files that are handed in. */
  attach: z.array(z.string()).default([]),
  as: z.string().optional(),
})

/** A person has done what was asked: the answers become metrics, what is handed in becomes outputs. */
export const answer: Operation<z.infer<typeof input>, Said> = {
  name: 'answer',
  summary: summaries.answer,
  input,
  output: said,
  handle(given, host) {
    const store = findStore(host)
    return withJournal(store, async (journal) => {
      const found = findWork(journal, given, host)
      const { asked, who } = found
      if (asked.human.kind !== 'task') throw refusalOf({ code: 'other_kind' }, found)
      if (!asked.persons.includes(who.name)) throw refusalOf({ code: 'other_person' }, found)
      const values = readValues(found, { ...valuesInFile(host.folder, given.file), ...givenPairs(given.values, fieldShape) })
      const files = filesOf(found, given.attach, host.folder)
      const spec = specOf(found.state, asked.run, asked.stage, asked.task, asked.attempt, pathsOf(store))
      const missing = spec.outputs.filter(({ name, optional }) => !optional && !files.has(name))
      if (missing.length > 0) throw missingFiles(missing)
      const handed = spec.outputs.length === 0 ? undefined : await handIn(pathsOf(store), spec, files, requestName(host))
      if (typeof handed === 'string') throw new Failure('bad_file', { en: `${handed}.`, ko: `${handed}.` })
      try {
        const { run, stage, task, attempt } = asked
        const outputs = handed === undefined ? {} : { outputs: handed.outputs }
        const told = await tellLeader(
          store,
          journal,
          found,
          { type: 'answer', run, stage, task, attempt, by: who.name, values, ...outputs },
          host,
        )
        if (told.state === 'taken') handed?.keep()
        return told
      } catch (error) {
        handed?.drop()
        throw error
      }
    })
  },
}

/** The answers, checked against the form: all that is wrong is said at once. */
function readValues({ asked, run }: FoundWork, given: { readonly [field: string]: Json }): { readonly [field: string]: Json } {
  if (asked.human.kind !== 'task') return {}
  const names = taskNames(run, asked.stage, asked.task) ?? recordOf({})
  const { problems } = readAnswers(asked.human.form, given, names)
  if (problems.length === 0) return given
  const stage = run.workflow.stages[asked.stage]?.name ?? ''
  throw new Failure(
    'bad_answer',
    { en: `The answers do not fit the form of ${stage}; nothing was sent.`, ko: `답이 ${stage}의 양식에 맞지 않아 보내지 않았습니다.` },
    { problems },
  )
}

function filesOf({ asked, run }: FoundWork, given: readonly string[], folder: Host['folder']): GivenFiles {
  const declared = (run.workflow.stages[asked.stage]?.outputs ?? []).map(({ name }) => name)
  const files = new Map<string, string[]>()
  for (const each of given) {
    const at = each.indexOf('=')
    const only = at < 0 && declared.length === 1 ? declared[0] : undefined
    const name = only ?? each.slice(0, Math.max(0, at))
    if (!declared.includes(name)) throw unknownOutput(name === '' ? each : name, declared)
    const path = resolve(folder, only === undefined ? each.slice(at + 1) : each)
    files.set(name, [...(files.get(name) ?? []), path])
  }
  return files
}

function unknownOutput(name: string, declared: readonly string[]): Failure {
  const near = nearest(name, declared)
  const list = declared.join(', ')
  const hint =
    declared.length === 0
      ? { en: 'This work asks for no files.', ko: '이 작업은 파일을 요청하지 않습니다.' }
      : {
          en: `${near === undefined ? '' : `Did you mean \`${near}\`? `}It asks for ${list}: --attach ${near ?? declared[0]}=PATH.`,
          ko: `${near === undefined ? '' : `\`${near}\`을(를) 뜻했나요? `}요청한 파일: ${list}. --attach ${near ?? declared[0]}=경로`,
        }
  return new Failure('bad_file', { en: `“${name}” is not asked for.`, ko: `“${name}”은(는) 요청하지 않은 파일입니다.` }, { hint })
}

function missingFiles(missing: readonly { readonly name: string; readonly path: string; readonly format?: string | undefined }[]): Failure {
  const list = missing.map(({ name, path, format }) => `${name} (${path}${format === undefined ? '' : `, ${format}`})`).join(', ')
  const words = missing.map(({ name }) => `--attach ${name}=PATH`).join(' ')
  return new Failure(
    'bad_file',
    { en: `Files are to be handed in: ${list}.`, ko: `내야 할 파일: ${list}.` },
    { hint: { en: `Add ${words}.`, ko: `${words}을(를) 붙이세요.` } },
  )
}

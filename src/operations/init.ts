import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { workflowTemplates } from '#define/templates.ts'
import { summaries } from './catalogue.ts'
import { codeOf } from './definition.ts'
import { Failure } from './failure.ts'
import type { Operation } from './operation.ts'

const input = z.object({
  /** Left out: the first one. */
  template: z.string().optional(),
  /** Only list the templates. */
  list: z.boolean().default(false),
  into: z.string().default('.'),
})

const output = z.object({
  /** What was written, absolute; undefined when only listing. */
  written: z.string().optional(),
  template: z.string().optional(),
  templates: z.array(z.object({ name: z.string(), description: z.object({ en: z.string(), ko: z.string() }) })),
})

export const templates: readonly z.infer<typeof output>['templates'][number][] = workflowTemplates.map(({ name, description }) => ({
  name,
  description,
}))

/** Writes a workflow to start from. */
export const init: Operation<z.infer<typeof input>, z.infer<typeof output>> = {
  name: 'init',
  summary: summaries.init,
  input,
  output,
  async handle({ template, list, into }, host) {
    if (list) return { templates: [...templates] }
    const chosen = template === undefined ? workflowTemplates[0] : workflowTemplates.find((one) => one.name === template)
    if (chosen === undefined) {
      const names = templates.map((one) => one.name).join(', ')
      const said = { en: `There is no template “${template ?? ''}”.`, ko: `“${template ?? ''}”이라는 템플릿이 없습니다.` }
      throw new Failure('unknown_template', said, { hint: { en: `There are: ${names}.`, ko: `템플릿: ${names}.` } })
    }
    const path = join(resolve(host.folder, into), 'workflow.yaml')
    write(path, chosen.text)
    return { written: path, template: chosen.name, templates: [...templates] }
  },
}

function write(path: string, text: string): void {
  if (existsSync(path)) throw new Failure('file_exists', { en: `${path} is already there.`, ko: `${path} 파일이 이미 있습니다.` })
  try {
    mkdirSync(join(path, '..'), { recursive: true })
    writeFileSync(path, text, { flag: 'wx' })
  } catch (error) {
    throw new Failure('file_unwritable', {
      en: `${path} cannot be written (${codeOf(error)}).`,
      ko: `${path}에 쓸 수 없습니다(${codeOf(error)}).`,
    })
  }
}

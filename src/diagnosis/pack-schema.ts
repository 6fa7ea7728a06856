import * as z from 'zod'
import { causes } from '#model/cause.ts'
import { restarts } from '#model/checkpoint.ts'
import { telling } from './pack.ts'

/**
 * The shape of a rule pack, said once: files are checked against it, and the JSON Schema for editors is made from it.
 * What needs more than the shape (patterns, expressions, units, rules that never come first) is checked in `load-pack.ts`.
 */

const text = z.union([z.string(), z.strictObject({ en: z.string(), ko: z.string() })])

const oneOrMoreTexts = z.union([z.string(), z.array(z.string())])

const exitCode = z.int().min(0).max(255)

const cause = z.enum(causes)

const written = z.union([z.number(), z.string(), z.boolean()])

const conditions = z.strictObject({
  output: oneOrMoreTexts.optional().meta({
    description:
      'A regular expression (RE2 syntax) that is found in the output, or several of which one is. `^` and `$` match at every line; case matters.',
    examples: ['ERROR: Lost atoms: original \\d+ current \\d+'],
  }),
  exit_code: z
    .union([exitCode, z.array(exitCode)])
    .optional()
    .meta({ description: 'The program ended with this exit code, or one of these.', examples: [127, [2, 3]] }),
  signal: oneOrMoreTexts.optional().meta({
    description: 'It was ended by this signal. An exit code of 128 and the signal’s number means the same.',
    examples: ['SIGSEGV'],
  }),
})

const repair = z.strictObject({
  with: z
    .record(z.string(), written.meta({ description: 'The new value; `${{ }}` sees the old one.' }))
    .optional()
    .meta({ description: 'Parameters with another value in the next attempt.', examples: [{ mixing_beta: '${{ mixing_beta / 2 }}' }] }),
  needs: z
    .record(z.string(), z.union([z.number(), z.string()]).meta({ description: 'The new amount; `${{ needs.NAME }}` is the old one.' }))
    .optional()
    .meta({ description: 'Needs with another amount in the next attempt.', examples: [{ memory: '${{ needs.memory * 2 }}' }] }),
  at_most: z.int().min(1).max(1000).optional().meta({ description: 'How often, before the next repair is tried.', default: 1 }),
  restart: z.enum(restarts).meta({
    description:
      'Where the next attempt begins. `from_last_good_state` is an earlier state than the newest checkpoint: one from before it went wrong.',
  }),
  because: text.meta({ description: 'Why this helps.' }),
})

const source = z.strictObject({
  kind: z.enum(['documentation', 'code', 'forum', 'measured']).meta({ description: 'What kind of source it is.' }),
  where: z.string().meta({ description: 'Section of the manual, file and line, or what was done to see it.' }),
  url: z.string().optional().meta({ description: 'Its address.' }),
})

const samples = z.strictObject({
  match: z.array(z.string()).min(1).meta({ description: 'Outputs in which the rule is found.' }),
  near: z.array(z.string()).min(1).meta({ description: 'Outputs in which it must not be found.' }),
})

const rule = z.strictObject({
  id: z.string().meta({ description: 'Its name in the pack: letters, digits and `-`.', examples: ['lost-atoms'] }),
  title: text.meta({ description: 'What happened, in a few words.' }),
  when: conditions.meta({ description: 'All that is given here must hold.' }),
  tells: z.enum(telling).optional().meta({
    description:
      '`cause`: the output itself says why it ended. `sign`: it points to the cause where nothing says it. `sequel`: it follows from another failure. Causes come before signs, and signs before sequels.',
    default: 'cause',
  }),
  cause: cause.meta({ description: 'Why the attempt failed.' }),
  repairs: z.array(repair).optional().meta({ description: 'What helps, in the order in which it is tried.' }),
  samples: samples.optional().meta({
    description: 'What programs print when this happens, and what looks like it and is something else. Tests hold the rule to both.',
  }),
  stop: text.meta({ description: 'What is left to do when the repairs are used up, or when there is none.' }),
  source: source.meta({ description: 'Where the fact comes from.' }),
})

export const packSchema = z
  .strictObject({
    pack: z.literal(1).meta({ description: 'Version of the language that the file is written in.' }),
    name: z.string().meta({ description: 'Name of the pack: letters, digits and `-`.', examples: ['lammps'] }),
    title: text.meta({ description: 'What people call it.' }),
    rules: z.array(rule).meta({ description: 'Of two that say equally much, the first one comes first.' }),
  })
  .meta({ title: 'PWOS rule pack', description: 'How a kind of program fails: what that looks like, what it means, and what helps.' })

/** The JSON Schema of a pack, with which editors complete keys and explain them; shipped as `schema/pack.schema.json`. */
export function packJsonSchema(): { readonly [key: string]: unknown } {
  return { ...z.toJSONSchema(packSchema, { io: 'input', reused: 'inline' }) }
}

import { rules } from '#design/effectiveness/effectiveness.ts'

const criteria = {
  V1: 'All stages are coordinated by mechanisms that fit',
  V2: 'Resources are allocated as well as can be',
  V3: 'Gates stand throughout the workflow',
  V4: 'What goes on is seen, and compared with what was expected',
} as const

/** `docs/reference/effectiveness.md`, from the rules. */
export function effectivenessPage(): string {
  const parts = (['V1', 'V2', 'V3', 'V4'] as const).map((criterion) => {
    const rows = rules
      .filter((rule) => rule.criterion === criterion)
      .map(({ id, weight, title }) => `| ${id} | ${weight} | ${title.en} | ${title.ko} |`)
    return `## ${criterion}: ${criteria[criterion]}\n\n| rule | weight | what should be so | 기준 |\n|---|---|---|---|\n${rows.join('\n')}\n`
  })
  return `# Effectiveness rules

What \`pwos check FILE --effectiveness\` looks at. Each rule looks at stages, resources or the whole, one by one, with the plan of the
workflow at hand, and says where something is not as it should be and what to write.

A criterion's score is the share of what was looked at that is as it should be: what is \`wrong\` counts in full, what is \`weak\` half, and
a \`remark\` not at all. Made from the rules by the tests; \`npx vitest run test/design -u\` writes it anew.

${parts.join('\n')}`
}

/** Tiny workflows for trying the command line. */

export const sums = `pwos: 1
name: sums
title: Sums of squares
parameters:
  numbers: { type: "integer[]", default: [1, 2, 3] }
  factor: { type: integer, default: 1, min: 1 }
stages:
  square:
    foreach: { n: "\${{ numbers }}" }
    run: |
      echo $((\${{ n }} * \${{ n }} * \${{ factor }})) > \${{ outputs.value }}
      echo "squared \${{ n }}"
    outputs: { value: { path: value.txt, format: text } }
  sum:
    run: |
      total=0
      for file in \${{ stages.square.outputs.value.paths }}; do total=$((total + $(cat "$file"))); done
      echo $total > \${{ outputs.total }}
      echo "{\\"total\\": $total}" > "$PWOS_METRICS"
    outputs: { total: { path: total.txt, format: text } }
    metrics: { total: { type: integer } }
    gates:
      - { name: large-enough, check: total >= 14 }
      - { name: huge, check: total > 1000, level: stretch }
`

export const failing = `pwos: 1
name: failing
stages:
  good:
    run: echo fine
  bad:
    run: |
      echo "about to fail"
      echo "the reason stands here" >&2
      exit 3
  after:
    after: [bad]
    run: echo never
`

/** Waits for a file beside the workflow before it ends; tells that it runs by making another one. */
export function waiting(folder: string): string {
  return `pwos: 1
name: waiting
stages:
  wait:
    run: |
      echo started >> ${folder}/started
      until [ -e ${folder}/go ]; do sleep 0.02; done
      echo finished >> ${folder}/finished
      echo result > \${{ outputs.out }}
    outputs: { out: { path: out.txt } }
  last:
    run: cat \${{ stages.wait.outputs.out }} && echo last >> ${folder}/finished
`
}

import type { Text } from '#expression/text.ts'

/** A workflow to start from: `pwos init NAME` writes its text. Each runs with what every Unix has: bash and awk. */
export interface WorkflowTemplate {
  readonly name: string
  readonly description: Text
  readonly text: string
}

/** The first one is written where no name is given. */
export const workflowTemplates: readonly WorkflowTemplate[] = [
  {
    name: 'minimal',
    description: { en: 'Two stages: one computes, one reads its result.', ko: '두 단계: 하나는 계산하고 하나는 그 결과를 읽습니다.' },
    text: `# The smallest useful workflow: \`pwos check\`, then \`pwos run\`.
pwos: 1
name: free-fall
question: How far does a stone fall in a given time?

parameters:
  seconds: 3
  gravity: 9.81

stages:
  compute:
    run: |
      awk -v g=\${{ gravity }} -v t=\${{ seconds }} 'BEGIN { print g * t * t / 2 }' > \${{ outputs.distance }}
    outputs:
      distance: { path: distance.txt, format: text }

  show:
    run: echo "It falls $(cat \${{ stages.compute.outputs.distance }}) m."
`,
  },
  {
    name: 'sweep',
    description: {
      en: 'A sweep over two parameters, a step for each point, and all points gathered.',
      ko: '두 매개변수를 훑고, 점마다 한 단계를 더 거친 뒤 모두 모읍니다.',
    },
    text: `# One task for every combination of length and amplitude, and one that gathers them all.
pwos: 1
name: pendulum-sweep
question: How does the period of a pendulum depend on its length and amplitude?

parameters:
  lengths:    { type: "number[]", default: [0.5, 1.0, 2.0] }
  amplitudes: { type: "number[]", default: "\${{ linspace(0.1, 1.3, 4) }}", description: in radian }
  gravity:    9.81

stages:
  period:
    foreach: { l: "\${{ lengths }}", a: "\${{ amplitudes }}" }
    # The first terms of the series in the amplitude.
    run: |
      awk -v l=\${{ l }} -v a=\${{ a }} -v g=\${{ gravity }} 'BEGIN {
        pi = atan2(0, -1)
        t = 2 * pi * sqrt(l / g) * (1 + a^2 / 16 + 11 * a^4 / 3072)
        printf "%s %s %.6f\\n", l, a, t
      }' > \${{ outputs.row }}
    outputs: { row: row.txt }
    needs: { cpu: 1, memory: 50 MB, time: 1 min }

  ratio:
    each: period                       # starts as soon as its own point is done
    run: |
      awk -v g=\${{ gravity }} '{ printf "{\\"ratio\\": %.6f}\\n", $3 / (8 * atan2(1, 1) * sqrt($1 / g)) }' \\
        \${{ period.outputs.row }} > "$PWOS_METRICS"
    metrics: { ratio: { type: number } }

  table:
    run: |
      echo "length amplitude period" > \${{ outputs.table }}
      cat \${{ stages.period.outputs.row.paths }} >> \${{ outputs.table }}
    outputs: { table: periods.txt }
`,
  },
  {
    name: 'gates',
    description: {
      en: 'Quality gates with numbers: repeat with more samples until the error is small enough.',
      ko: '수치로 판정하는 품질 관문: 오차가 작아질 때까지 표본을 늘려 다시 합니다.',
    },
    text: `# A Monte Carlo estimate of pi that is repeated with more samples until its error is small enough.
pwos: 1
name: monte-carlo-pi
question: How many samples give pi to a given accuracy?

parameters:
  samples:  { type: integer, default: 2000, min: 100 }
  accuracy: { type: number, default: 0.02, description: largest standard error allowed }
  seeds:    { type: "integer[]", default: [1, 2, 3] }

stages:
  estimate:
    foreach: { seed: "\${{ seeds }}" }
    run: |
      awk -v n=\${{ samples }} -v seed=\${{ seed }} 'BEGIN {
        srand(seed)
        for (i = 0; i < n; i++) { x = rand(); y = rand(); if (x * x + y * y < 1) hits++ }
        p = hits / n
        printf "{\\"value\\": %.6f, \\"value_error\\": %.6f}\\n", 4 * p, 4 * sqrt(p * (1 - p) / n)
      }' > "$PWOS_METRICS"
    metrics:
      value: { type: number, uncertainty: true }
    gates:
      - name: accurate
        check: value_error < accuracy
        else: { retry: { with: { samples: "\${{ samples * 4 }}" }, at_most: 3 } }
      - name: agrees-with-pi
        check: abs(value - 3.14159265) < 4 * value_error
        level: expected
    on_error:
      - { cause: out_of_time, retry: { needs: { time: "\${{ needs.time * 2 }}" }, at_most: 2 } }
    needs: { cpu: 1, time: 1 min }

  combine:
    run: |
      echo "mean \${{ mean(stages.estimate.metrics.value) }}" > \${{ outputs.summary }}
    outputs: { summary: summary.txt }
`,
  },
]

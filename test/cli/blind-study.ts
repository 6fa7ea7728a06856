/**
 * A study in which a secret goes every way that a result can go: metrics that are written at the end and while it runs, files, figures,
 * what is printed, gates that hold and that do not, a question about a result, a failure, a stop by `watch`, what is worked out for
 * another try, and what others read. The file itself holds neither the value nor the word: both are put together by the program.
 */
export const blindStudy = `pwos: 1
name: blinded
parameters: { guess: 1 }
resources:
  people: [{ name: kim, roles: [board] }, { name: lee, roles: [board] }]
notify:
  - { command: cat >> notices.txt, when: [waiting, gate_failed, finished] }
stages:
  control:
    run: |
      echo '{"closure": 0.8125}' > "$PWOS_METRICS"; echo closes > \${{ outputs.shown }}
    outputs: { shown: control.txt }
    metrics: { closure: number }
    gates: [{ name: closes, check: closure < 1 }]
  fit:
    blind: true
    run: |
      v=-4.$((96000 + 277))e-17
      echo "{\\"tc\\": $v}" >> "$PWOS_METRICS"
      echo "{\\"tc\\": $v}" >> "$PWOS_METRICS"
      echo printed $v hu""sh; echo $v hu""sh >&2
      echo $v hu""sh > \${{ outputs.result }}
    outputs: { result: result.txt }
    metrics: { tc: number }
    gates:
      - { name: near, check: abs(tc) < 1 }
      - { name: far, check: abs(tc) > 1, level: expected }
  figure:
    run: |
      echo "<svg xmlns='http://www.w3.org/2000/svg'><text>$(cat \${{ stages.fit.outputs.result }})</text></svg>" > \${{ outputs.figure }}
    outputs: { figure: figure.svg }
  table:
    run: echo 'T \${{ stages.fit.metrics.tc }}' > \${{ outputs.table }}
    outputs: { table: table.txt }
  tried:
    run: |
      echo "{\\"off\\": \${{ stages.fit.metrics.tc }}}" > "$PWOS_METRICS"
      [ "\${{ guess }}" != 1 ] || { cat \${{ stages.fit.outputs.result }} >&2; exit 1; }
    metrics: { off: number }
    on_error: [{ cause: program_error, retry: { with: { guess: "\${{ guess * off }}" } } }]
  broken:
    run: cat \${{ stages.fit.outputs.result }} >&2; exit 1
    on_error: [{ cause: program_error, ignore: true }]
  judged:
    run: |
      echo "{\\"far\\": \${{ stages.fit.metrics.tc }}}" > "$PWOS_METRICS"
    metrics: { far: number }
    gates: [{ name: positive, check: far > 0, else: ask }]
  unblind:
    approval: { by: board, quorum: 2, of: ["\${{ stages.control.outputs.shown }}", "\${{ stages.fit.outputs.result }}"], unblinds: fit }
`

/** How a person sees the secret, in whatever form numbers are shown. */
export const secret = /hush|4\.96\d*(e|E|×|·)/

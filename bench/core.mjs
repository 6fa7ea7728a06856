export const tasks = 100_000
export const title = 'core: the decision core alone, in the simulated world'
export function measure() {
  throw new Error('waits for the simulated world')
}

/** Attempts that wait for their instruments to be set up; nothing of them runs yet. */
export interface SetUps {
  /** Resolves when that time has come, or when one of them is woken. Never, once closed: the next world asks again. */
  wait(names: readonly string[], until: number): Promise<void>
  /** It need not wait: it is being stopped. */
  wake(name: string): void
  close(): void
}

/** The longest that a timer of Node can wait is 24.8 days. */
const longestMs = 2 ** 31 - 1

export function createSetUps(now: () => number): SetUps {
  const waiting = new Map<string, () => void>()
  const timers = new Set<NodeJS.Timeout>()
  return {
    wait(names, until) {
      if (until <= now()) return Promise.resolve()
      return new Promise((done) => {
        let timer: NodeJS.Timeout
        const end = () => {
          clearTimeout(timer)
          timers.delete(timer)
          for (const name of names) waiting.delete(name)
          done()
        }
        const look = () => {
          timers.delete(timer)
          const left = until - now()
          if (left <= 0) return end()
          timer = setTimeout(look, Math.min(left, longestMs))
          timers.add(timer)
        }
        for (const name of names) waiting.set(name, end)
        look()
      })
    },
    wake: (name) => waiting.get(name)?.(),
    close() {
      for (const timer of timers) clearTimeout(timer)
    },
  }
}

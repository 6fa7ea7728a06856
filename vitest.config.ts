import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { conditions: ['pwos-source'] },
  ssr: { resolve: { conditions: ['pwos-source'], externalConditions: ['pwos-source'] } },
  test: { include: ['test/**/*.test.ts'], testTimeout: 30_000, hookTimeout: 30_000, maxWorkers: 2 },
})

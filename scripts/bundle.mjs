/**
 * The command line as few files: Node takes 0.1 to 0.3 s to find and open the hundreds of modules that a command needs, longer than most
 * commands work. What a module finds beside itself by `import.meta.url` it still finds: the bundle lies within `dist`.
 */
import { join, relative } from 'node:path'
import { rolldown } from 'rolldown'

/** Packages stay where npm put them when they hold compiled code, or are loaded by few. */
const external = ['@photostructure/sqlite', 'nodemailer', 'pg', 'pg-native']

export async function bundle(dist) {
  const folder = join(dist, 'bundle')
  const places = {
    name: 'places',
    // By package.json these are those of `dist`, and this is what is to take its place.
    resolveId: (source) => (source.startsWith('#') ? join(dist, source.slice(1).replace(/ts$/, 'js')) : null),
    transform(code, id) {
      if (!id.startsWith(dist) || !code.includes('import.meta.url')) return null
      const place = JSON.stringify(relative(folder, id))
      return { code: code.replaceAll('import.meta.url', `new URL(${place}, import.meta.url).href`), map: null }
    },
  }
  const built = await rolldown({ input: join(dist, 'doors/cli/main.js'), platform: 'node', external, plugins: [places] })
  // Names by content: what runs while a new version is built finds the parts of its own that it has not loaded yet.
  await built.write({
    dir: folder,
    format: 'esm',
    minify: true,
    sourcemap: true,
    entryFileNames: 'pwos.js',
    chunkFileNames: '[name]-[hash].js',
  })
  await built.close()
}

import { expect } from 'vitest'

const empty = new Set(['meta', 'img', 'br', 'hr', 'link', 'input'])

/**
 * Every element is closed in its turn, every attribute quoted, every `<` and `&` of text an entity. Stricter than
 * HTML asks for, so that whatever a browser makes of the page is what we wrote.
 */
export function expectWellFormed(page: string): void {
  const open: string[] = []
  const body = page.replace(/^<!doctype html>\n/, '').replace(/<style>[^<]*<\/style>/g, '')
  const token = /<(\/?)([a-z][a-z0-9]*)((?:\s+[a-zA-Z][\w:-]*(?:="[^"<>]*")?)*)\s*(\/?)>|[^<]+|</g
  for (const [text, closing, name, , closed] of body.matchAll(token)) {
    if (name === undefined) {
      expect(text, 'a bare < or >').not.toMatch(/[<>]/)
      expect(text.replace(/&(?:amp|lt|gt|quot|#39);/g, ''), 'a bare &').not.toContain('&')
    } else if (closing === '/') expect(open.pop()).toBe(name)
    else if (closed !== '/' && !empty.has(name)) open.push(name)
  }
  expect(open).toEqual([])
}

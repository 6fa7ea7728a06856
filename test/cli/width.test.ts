import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cut, harmless, padEnd, padStart, widthOf, wrap } from '#doors/cli/terminal/width.ts'

test('[CLI-14] a Korean syllable takes two columns, a colour none', () => {
  expect(widthOf('abc')).toBe(3)
  expect(widthOf('이징 모형')).toBe(9)
  expect(widthOf('\u001b[31m실패\u001b[39m')).toBe(4)
})

test('[CLI-14] text is padded and cut by columns', () => {
  expect(padEnd('단계', 6)).toBe('단계  ')
  expect(padStart('7', 3)).toBe('  7')
  expect(cut('sample', 6)).toBe('sample')
  expect(cut('sampling', 6)).toBe('sampl…')
  expect(cut('가나다라', 5)).toBe('가나…')
  expect(cut('가나다라', 4)).toBe('가…')
  expect(cut('\u001b[31mlong red text\u001b[39m', 5)).toBe('\u001b[31mlong…\u001b[0m')
})

test('[CLI-14] nothing that is cut is ever wider than asked', () => {
  const piece = fc.constantFrom('a', '가', '\u001b[1m', '…', ' ', 'é', '漢')
  fc.assert(
    fc.property(fc.array(piece), fc.nat(30), (pieces, columns) => {
      expect(widthOf(cut(pieces.join(''), columns))).toBeLessThanOrEqual(columns)
    }),
  )
})

test('[CLI-14] lines are broken at spaces', () => {
  expect(wrap('one two three', 7)).toEqual(['one two', 'three'])
  expect(wrap('  끝난 실행이 남긴', 10)).toEqual(['  끝난', '  실행이', '  남긴'])
  expect(wrap('unbreakable', 4)).toEqual(['unbreakable'])
  expect(wrap('a\nb', 9)).toEqual(['a', 'b'])
})

test('[CLI-16] control characters of programs are taken out', () => {
  expect(harmless('a\u001b[2Jb\u0007\rc\u009b')).toBe('abc')
  expect(harmless('one\ttwo\nthree')).toBe('one    two\nthree')
})

import type { Text } from '#expression/text.ts'
import type { View } from '../view.ts'

/** A value of a feed, and why there is none where the workflow says nothing of it. */
interface Leaf {
  readonly kind: 'leaf'
  readonly value: string | null | readonly string[] | { readonly [name: string]: string }
  readonly why: Text
}

/** Keys as the template has them, down to leaves. A list of trees is one of records, such as components. */
export type Tree = Leaf | { readonly [key: string]: Tree } | readonly { readonly [key: string]: Tree }[]

export function text(value: string | undefined, why: Text): Leaf {
  return { kind: 'leaf', value: value === undefined || value === '' ? null : value, why }
}

export function list(values: readonly string[], why: Text): Leaf {
  return { kind: 'leaf', value: [...new Set(values)].filter((one) => one !== ''), why }
}

export function map(entries: readonly (readonly [name: string, value: string])[], why: Text): Leaf {
  return { kind: 'leaf', value: Object.fromEntries(entries.filter(([, value]) => value !== '')), why }
}

/** A key that a workflow has nothing to say to. */
export function nothing(what: Text): Leaf {
  return list([], what)
}

/** The feed with `unstated`: why keys are null or empty, by their paths. */
export function settled(tree: { readonly [key: string]: Tree }, view: View): { readonly [key: string]: unknown } {
  const unstated: { [path: string]: string } = {}
  const visit = (node: Tree, path: string): unknown => {
    if (Array.isArray(node)) return node.map((one, index) => visit(one as Tree, `${path}[${index}]`))
    if (isLeaf(node)) {
      if (isEmpty(node.value)) unstated[path] = view.say(node.why)
      return node.value
    }
    return Object.fromEntries(Object.entries(node).map(([key, inner]) => [key, visit(inner, path === '' ? key : `${path}.${key}`)]))
  }
  const filled = visit(tree, '') as { readonly [key: string]: unknown }
  return { ...filled, unstated }
}

function isLeaf(node: Tree): node is Leaf {
  return 'kind' in node && node.kind === 'leaf'
}

function isEmpty(value: Leaf['value']): boolean {
  return value === null || Object.keys(value).length === 0
}

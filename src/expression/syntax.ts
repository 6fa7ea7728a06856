import type { Span } from './evaluation-error.ts'

export type UnaryOperator = '-' | '+' | 'not'
export type ComparisonOperator = '==' | '!=' | '<' | '<=' | '>' | '>='
export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%' | '^'
export type BinaryOperator = ComparisonOperator | ArithmeticOperator | 'and' | 'or' | 'in' | 'not in'

/** An expression as it was written, before anything is known of its names. `depth` is the longest way down to a leaf. */
export type Node = Span & { readonly depth: number } & (
    | { readonly kind: 'number'; readonly value: number; readonly unit: string }
    | { readonly kind: 'string'; readonly value: string }
    | { readonly kind: 'word'; readonly value: true | false | null }
    | { readonly kind: 'name'; readonly name: string }
    | { readonly kind: 'member'; readonly object: Node; readonly name: string; readonly nameSpan: Span }
    | { readonly kind: 'index'; readonly object: Node; readonly index: Node }
    | { readonly kind: 'slice'; readonly object: Node; readonly from: Node | undefined; readonly to: Node | undefined }
    | { readonly kind: 'array'; readonly elements: readonly Node[] }
    | { readonly kind: 'unary'; readonly operator: UnaryOperator; readonly operand: Node }
    | { readonly kind: 'binary'; readonly operator: BinaryOperator; readonly left: Node; readonly right: Node; readonly operatorSpan: Span }
    | { readonly kind: 'conditional'; readonly condition: Node; readonly then: Node; readonly otherwise: Node }
    | { readonly kind: 'call'; readonly name: string; readonly nameSpan: Span; readonly arguments: readonly Node[] }
  )

export type NodeOf<Kind extends Node['kind']> = Extract<Node, { readonly kind: Kind }>

/** Of a parameter's value or a form's answer, or of each element where it is a list. */
export type ParameterType = 'integer' | 'number' | 'string' | 'boolean'

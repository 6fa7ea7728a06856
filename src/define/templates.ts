/** A workflow to start from: `pwos init NAME` writes it. Each runs with bash alone. */
export interface WorkflowTemplate {
  readonly name: string
  readonly description: { readonly en: string; readonly ko: string }
  readonly text: string
}

export const workflowTemplates: readonly WorkflowTemplate[] = []

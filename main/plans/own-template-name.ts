/** Name of a template that is in no release; its body is in the answers of its plan. */
export const ownTemplateName = 'own-template';

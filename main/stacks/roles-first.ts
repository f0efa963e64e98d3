/** The part of a template that only makes roles, for a stack whose roles must grow older before the rest is made. */
import type { StackChange } from '../../preload/contract/plan.ts';
import { parseTemplate, type TemplateDocument } from '../plans/templates.ts';

const roleType = 'AWS::IAM::Role';
/** Marks the stack in AWS too, so that one whose journal is lost is not taken for the whole. */
const description = 'Millwright: the roles of this stack. The rest follows when AWS accepts them.';

export const holdsRolesOnly = (stack: { Description?: string | undefined }): boolean =>
  stack.Description === description;

/** Logical ids that a part of a template names: Ref, GetAtt, Sub, DependsOn. */
function namedIn(value: unknown, known: ReadonlySet<string>): string[] {
  if (typeof value === 'string') {
    const inSub = [...value.matchAll(/\$\{([A-Za-z0-9]+)/g)].map(([, id = '']) => id);
    return [value, ...inSub].filter((id) => known.has(id));
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((one) => namedIn(one, known));
}

/** A resource and all that it names, directly or not. */
function withNamed(id: string, document: TemplateDocument): Set<string> {
  const known = new Set(Object.keys(document.Resources));
  const found = new Set([id]);
  for (const one of found)
    for (const named of namedIn(document.Resources[one], known)) if (named !== one) found.add(named);
  return found;
}

/** Logical ids of the roles that this change makes and that need nothing but other things of IAM. */
function rolesOf(document: TemplateDocument, { action, resources }: StackChange): Set<string> {
  const isIam = (id: string) => document.Resources[id]?.Type.startsWith('AWS::IAM::') === true;
  const roles = resources.filter(({ type }) => action === 'create' && type === roleType);
  const closed = roles.map(({ logicalId }) => withNamed(logicalId, document));
  return new Set(closed.filter((ids) => [...ids].every(isIam)).flatMap((ids) => [...ids]));
}

/** A change that makes a stack, in two: its roles alone, and the rest beside them. Works it out when it is asked. */
export class RolesFirst {
  readonly #change: StackChange;
  readonly #body: string | null;
  #known: { document: TemplateDocument; roles: Set<string> } | undefined;

  constructor(change: StackChange, body: string | null) {
    this.#change = change;
    this.#body = body;
  }

  get #parts() {
    if (this.#known !== undefined) return this.#known;
    const document = this.#body === null ? { Resources: {} } : parseTemplate(this.#body);
    // What a program of AWS makes of the whole, it would make of a part otherwise.
    const roles = document.Transform === undefined ? rolesOf(document, this.#change) : new Set<string>();
    return (this.#known = { document, roles });
  }

  /** Whether the stack makes roles that can be made before the rest. */
  get any(): boolean {
    return this.#parts.roles.size > 0;
  }

  /** Body of the template with the roles alone: same parameters and conditions, no outputs. */
  get template(): string {
    const { document, roles } = this.#parts;
    const { Parameters, Mappings, Conditions, Resources } = document;
    return JSON.stringify({
      AWSTemplateFormatVersion: '2010-09-09',
      Description: description,
      ...(Parameters && { Parameters }),
      ...(Mappings && { Mappings }),
      ...(Conditions && { Conditions }),
      Resources: Object.fromEntries(Object.entries(Resources).filter(([id]) => roles.has(id))),
    });
  }

  /** What making the roles alone changes. */
  get alone(): StackChange {
    const { roles } = this.#parts;
    return {
      ...this.#change,
      resources: this.#change.resources.filter(({ logicalId }) => roles.has(logicalId)),
    };
  }

  /** What making the rest changes, when the roles are there. */
  get rest(): StackChange {
    const { roles } = this.#parts;
    return {
      ...this.#change,
      action: 'update',
      resources: this.#change.resources.map((one) =>
        roles.has(one.logicalId) ? { ...one, effect: 'keep' } : one,
      ),
    };
  }
}

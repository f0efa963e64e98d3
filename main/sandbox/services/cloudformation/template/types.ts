/** A template as text becomes this: long-form intrinsics only, sections checked for shape. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = Record<string, Json>;

export interface ParameterDeclaration {
  Type: string;
  Default?: string;
  AllowedValues?: string[];
  AllowedPattern?: string;
  ConstraintDescription?: string;
  Description?: string;
  MinLength?: number;
  MaxLength?: number;
  MinValue?: number;
  MaxValue?: number;
  NoEcho: boolean;
}

export interface ResourceDeclaration {
  Type: string;
  Properties: JsonObject;
  Metadata?: Json;
  DependsOn: string[];
  Condition?: string;
  DeletionPolicy: string;
  UpdateReplacePolicy: string;
}

export interface OutputDeclaration {
  Value: Json;
  Description?: string;
  Condition?: string;
  /** Expression of `Export.Name`. */
  exportName?: Json;
}

export interface Template {
  version?: string;
  description?: string;
  metadata?: Json;
  parameters: Record<string, ParameterDeclaration>;
  mappings: Record<string, Record<string, Record<string, Json>>>;
  conditions: Record<string, Json>;
  resources: Record<string, ResourceDeclaration>;
  outputs: Record<string, OutputDeclaration>;
}

/** The value that stands where a value is known only once the change set runs; AWS's own text. */
export const KNOWN_AFTER_APPLY = '{{changeSet:KNOWN_AFTER_APPLY}}';

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The only key of a one-key object: how an intrinsic function is told from a map. */
export function soleKey(value: Json): string | undefined {
  if (!isObject(value)) return undefined;
  const keys = Object.keys(value);
  return keys.length === 1 ? keys[0] : undefined;
}

/** A value as text: text as it is, everything else as JSON. */
export const asText = (value: Json | undefined): string =>
  typeof value === 'string' ? value : JSON.stringify(value ?? null);

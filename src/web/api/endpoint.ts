import type { GenericSchema, InferOutput } from 'valibot';
import type { Standing } from '../../domain/access.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { Result } from '../../domain/result.ts';
import type { Ms } from '../../domain/units.ts';
import type { PageVisitor } from '../port.ts';

/** Bytes of this media type instead of JSON. */
export type FileKind = { readonly file: string };

/** A file as a handler answers it. `name` is what a browser saves it as; without one, it shows it. */
export type FileAnswer = { readonly bytes: Uint8Array; readonly name?: string };

/**
 * One thing that the page's API does, described once: OpenAPI, the routes, the levels, the checks at both ends and the types of the front
 * end come from here.
 */
export type Endpoint = {
  /** The least standing that may call it. */
  readonly level: Standing;
  /** One sentence for developers. */
  readonly summary: string;
  /** The query of GET and DELETE (its values are text), or the JSON body of POST and PUT. The messages are sentences for the sender. */
  readonly input?: GenericSchema;
  readonly output: GenericSchema | FileKind;
  /** The same input always has the same answer: a browser keeps it. Otherwise no cache does. */
  readonly isLasting?: true;
  /** How often all pages together may call it; without it, 60 times in ten seconds. */
  readonly rate?: { readonly most: number; readonly span: Ms };
};

/** Endpoints by method and path, such as `GET /api/history`. Paths have no parameters. */
export type EndpointTable = Readonly<Record<`${Method} /${string}`, Endpoint>>;
export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** Keeps the exact types of a description. */
export const endpoint = <const E extends Endpoint>(described: E): E => described;

/** The output of an endpoint that answers with bytes. */
export const file = (type: string): FileKind => ({ file: type });

export type InputOf<E> = E extends { readonly input: infer S extends GenericSchema } ? InferOutput<S> : undefined;
export type AnswerOf<E extends Endpoint> = E['output'] extends GenericSchema ? InferOutput<E['output']> : FileAnswer;

/** Answers one endpoint: `input` has been checked, and so has the level of whoever asks. Expected failures are refusals. */
export type Handler<E extends Endpoint> = (input: InputOf<E>, by: PageVisitor) => Promise<Result<AnswerOf<E>, Refusal>>;

/** A handler for each endpoint of a table. */
export type AnswersOf<T extends EndpointTable> = { readonly [R in keyof T]: T[R] extends Endpoint ? Handler<T[R]> : never };

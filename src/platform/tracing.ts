import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import {
  type Attributes,
  isSpanContextValid,
  type Span,
  SpanStatusCode,
  trace,
  type Tracer,
} from '@opentelemetry/api';

const SERVICE = 'litigation-fund-ledger';
/** How long a collector that does not answer may hold up the end of a process. */
const COLLECTOR_ANSWERS_WITHIN_MS = 3_000;
/** Codes are ours, PostgreSQL's or Node's; anything longer could be text with data in it. */
const CODE = /^\w{1,40}$/;

/** Makes spans; they lead nowhere as long as no traces are exported. */
export const tracer = (): Tracer => trace.getTracer(SERVICE);

/** The id of the trace that this is done in, where traces are exported. */
export function activeTraceId(): string | undefined {
  const context = trace.getActiveSpan()?.spanContext();
  return context !== undefined && isSpanContextValid(context) ? context.traceId : undefined;
}

/** In which trace an error came up; the innermost span says it, those around it find it said. */
const TRACES = new WeakMap<object, string>();

/** The id of the trace that an error came up in, where traces are exported. */
export const traceIdOf = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null ? TRACES.get(error) : undefined;

function noteTrace(span: Span, error: unknown): void {
  const context = span.spanContext();
  if (typeof error === 'object' && error !== null && isSpanContextValid(context)) {
    TRACES.set(error, context.traceId);
  }
}

/** Marks a span as failed, by the code or class of the error: its words could carry data. */
function markFailed(span: Span, error: unknown): void {
  const { code, name = 'unknown' } = error as { code?: unknown; name?: string };
  span.setAttribute('error.type', typeof code === 'string' && CODE.test(code) ? code : name);
  span.setStatus({ code: SpanStatusCode.ERROR });
}

/**
 * Does `work` in a span of its own. Attributes name what is worked on: ids of books, counts, codes;
 * never a person, a text that somebody wrote, or an amount.
 */
export function traced<T>(
  name: string,
  attributes: Attributes,
  work: (span: Span) => Promise<T>,
): Promise<T> {
  return tracer().startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      markFailed(span, error);
      noteTrace(span, error);
      throw error;
    } finally {
      span.end();
    }
  });
}

/**
 * Exports the traces of this process by OTLP over HTTP, as JSON. Without an endpoint nothing is loaded.
 *
 * @param endpoint base address of a collector, to which `/v1/traces` is added
 * @returns sends what is left, and ends the export
 */
export async function startTracing(endpoint: string | undefined): Promise<() => Promise<void>> {
  if (endpoint === undefined) return () => Promise.resolve();
  const { BatchSpanProcessor, NodeTracerProvider } = await import('@opentelemetry/sdk-trace-node');
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http');
  const { resourceFromAttributes } = await import('@opentelemetry/resources');
  const exporter = new OTLPTraceExporter({
    url: `${endpoint.replace(/\/+$/, '')}/v1/traces`,
    timeoutMillis: COLLECTOR_ANSWERS_WITHIN_MS,
  });
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({
      'service.name': SERVICE,
      'service.instance.id': randomUUID(),
    }),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  });
  provider.register();
  return async () => {
    const late = pause(COLLECTOR_ANSWERS_WITHIN_MS, undefined, { ref: false });
    await Promise.race([provider.shutdown().catch(() => undefined), late]);
  };
}

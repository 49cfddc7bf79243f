import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Request, RequestHandler } from 'express';
import { tracer } from '../tracing';

/** What is told of a request when it is over. */
export interface AnsweredRequest {
  readonly method: string;
  /** Template of the route, such as `/api/v1/books/:id/accounts`: without what the caller filled in. */
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
}

/** As nginx has it: the caller went away before there was an answer. */
const CALLER_GONE = 499;

/** Template of the route that answers the request; `none` where no route does. */
export function routeOf(request: object): string {
  const { route } = request as { route?: { path?: unknown } };
  // What no route answers ends at one that takes everything.
  return typeof route?.path === 'string' && !route.path.includes('*') ? route.path : 'none';
}

/** Opens the span of a request; a caller that traces is its parent (W3C `traceparent`). */
const startSpan = ({ method, headers }: Request) =>
  tracer().startSpan(
    method,
    { kind: SpanKind.SERVER, attributes: { 'http.request.method': method } },
    propagation.extract(context.active(), headers),
  );

/** Puts every request into a span, and tells `answered` of it when it is over. */
export function observeRequests(answered: (request: AnsweredRequest) => void): RequestHandler {
  return (request, response, next) => {
    const started = performance.now();
    const span = startSpan(request);
    response.once('close', () => {
      const { method } = request;
      const route = routeOf(request);
      const status = response.writableFinished ? response.statusCode : CALLER_GONE;
      span.updateName(`${method} ${route}`);
      span.setAttributes({ 'http.route': route, 'http.response.status_code': status });
      if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
      answered({ method, route, status, seconds: (performance.now() - started) / 1_000 });
    });
    context.with(trace.setSpan(context.active(), span), next);
  };
}

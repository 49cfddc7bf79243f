import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeEndpoint } from '@nestjs/swagger';
import type { AnsweredRequest } from './observe-requests';
import { AllowNearby } from './open-route';

/** The text format of Prometheus. */
export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** Where the figures come from. */
export abstract class Metrics {
  /** All figures as they are now, in the text format of Prometheus. */
  abstract text(): Promise<string>;
  /** Told of every HTTP request. */
  abstract requestAnswered(request: AnsweredRequest): void;
}

/** What a Prometheus server collects: on this machine, or elsewhere with a key. */
@AllowNearby(['system_administrator'], 'metrics:read')
@Controller()
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  @Get('metrics')
  @Header('content-type', METRICS_TYPE)
  @ApiExcludeEndpoint()
  async collect(): Promise<string> {
    return this.metrics.text();
  }
}

import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeEndpoint } from '@nestjs/swagger';
import { AllowEverybody } from './open-route';

/** Where the figures come from. */
export abstract class Metrics {
  /** All figures as they are now, in the text format of Prometheus. */
  abstract text(): Promise<string>;
}

/** What a Prometheus server collects. */
@AllowEverybody()
@Controller()
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  @ApiExcludeEndpoint()
  async collect(): Promise<string> {
    return this.metrics.text();
  }
}

import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeEndpoint } from '@nestjs/swagger';
import { Metrics, METRICS_TYPE } from './metrics';
import { AllowNearby } from './open-route';

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

import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  HealthCheck,
  HealthCheckService,
  type HealthCheckResult,
  type HealthIndicatorResult,
  HealthIndicatorService,
  TypeOrmHealthIndicator,
} from '@nestjs/terminus';
import { REDIS_WATCH, type RedisWatch } from '../redis';
import { AllowEverybody } from './open-route';

const DATABASE_ANSWERS_WITHIN_MS = 1_500;

/** For whoever keeps the service running. */
@ApiTags('health')
@AllowEverybody()
@Controller()
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly database: TypeOrmHealthIndicator,
    private readonly indicators: HealthIndicatorService,
    @Inject(REDIS_WATCH) private readonly redis: RedisWatch | null,
  ) {}

  @Get('healthz')
  @ApiOperation({ summary: 'The process lives' })
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('readyz')
  @HealthCheck()
  @ApiOperation({
    summary: 'The process can serve: its database answers; without Redis it is degraded',
  })
  async ready(): Promise<HealthCheckResult> {
    const { redis } = this;
    return this.health.check([
      () => this.database.pingCheck('database').withTimeout(DATABASE_ANSWERS_WITHIN_MS),
      ...(redis === null ? [] : [() => this.lookAt(redis)]),
    ]);
  }

  /** Losing Redis costs delay and no fact, so it never makes the process unready. */
  private async lookAt(redis: RedisWatch): Promise<HealthIndicatorResult> {
    const { state, message = '' } = await redis.health();
    const indicator = this.indicators.check('redis');
    return state === 'up' ? indicator.up() : indicator.degraded({ state, message });
  }
}

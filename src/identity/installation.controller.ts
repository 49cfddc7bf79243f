import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { version } from '../../package.json';
import { AllowEverybody } from '../platform/http/open-route';
import { Bureau } from './bureau.entity';
import { isSandboxOpen } from './sandbox';

const installation = z.strictObject({
  version: z.string(),
  sandbox: z.boolean().meta({ description: 'Whether one may sign in as an invented person' }),
  awaitsSetUp: z.boolean().meta({ description: 'Whether the first set-up is still to be done' }),
});

/** What a sign-in page has to know before anybody is signed in. */
@ApiTags('installation')
@Controller('api/v1/installation')
@AllowEverybody()
export class InstallationController {
  constructor(private readonly dataSource: DataSource) {}

  @Get()
  @ApiOperation({ summary: 'Version, and how one gets in' })
  @ApiOkResponse({ standardSchema: installation })
  async installation(): Promise<z.infer<typeof installation>> {
    const { manager } = this.dataSource;
    const sandbox = await isSandboxOpen(manager);
    const awaitsSetUp = !(await manager.existsBy(Bureau, { sandbox: false }));
    return { version, sandbox, awaitsSetUp };
  }
}

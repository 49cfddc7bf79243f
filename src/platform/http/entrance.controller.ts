import { Controller, Get, Redirect } from '@nestjs/common';
import { ApiExcludeEndpoint } from '@nestjs/swagger';
import { AllowEverybody } from './open-route';

/** Sends who opens the bare address to the page that describes the interface. */
@AllowEverybody()
@Controller()
export class EntranceController {
  @Get()
  @Redirect('/api/docs')
  @ApiExcludeEndpoint()
  enter(): void {
    // The redirect is the whole answer.
  }
}

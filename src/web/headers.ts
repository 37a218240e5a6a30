import type { RequestHandler } from 'express';
import helmet from 'helmet';

/**
 * The headers of every answer. The page is served over plain http in a home network: headers meant for https would lock it out or fill its
 * console. `frameAncestors`: the origins whose pages may show this one in a frame. X-Frame-Options knows no such list, and a browser that
 * knows the content policy ignores it; so it is left out where somebody may.
 */
export const pageHeaders = (frameAncestors: readonly string[]): RequestHandler =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: frameAncestors.length === 0 ? ["'none'"] : frameAncestors.map((each) => new URL(each).origin),
        requireTrustedTypesFor: ["'script'"],
      },
    },
    xFrameOptions: frameAncestors.length === 0 && { action: 'deny' },
    strictTransportSecurity: false,
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
  });

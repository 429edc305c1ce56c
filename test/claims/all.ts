import type { NotebookClaims } from "./claim";
import { notebook00 } from "./00";
import { notebook01 } from "./01";
import { notebook02 } from "./02";
import { notebook03 } from "./03";
import { notebook04 } from "./04";
import { notebook05 } from "./05";
import { notebook06 } from "./06";
import { notebook07 } from "./07";
import { notebook08 } from "./08";
import { notebook09 } from "./09";
import { notebook10 } from "./10";
import { notebook11 } from "./11";
import { notebook12 } from "./12";

/** What each notebook says, in their order. */
export const allClaims: readonly NotebookClaims[] = [
  notebook00,
  notebook01,
  notebook02,
  notebook03,
  notebook04,
  notebook05,
  notebook06,
  notebook07,
  notebook08,
  notebook09,
  notebook10,
  notebook11,
  notebook12,
];

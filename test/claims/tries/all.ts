import { tries00 } from "./00";
import { tries01 } from "./01";
import { tries02 } from "./02";
import { tries03 } from "./03";
import { tries04 } from "./04";
import { tries05 } from "./05";
import { tries06 } from "./06";
import { tries07 } from "./07";
import { tries08 } from "./08";
import { tries09 } from "./09";
import { tries10 } from "./10";
import { tries11 } from "./11";
import { tries12 } from "./12";
import type { NotebookTries } from "./try";

/** The experiments of each notebook, in their order. */
export const allTries: readonly NotebookTries[] = [
  tries00,
  tries01,
  tries02,
  tries03,
  tries04,
  tries05,
  tries06,
  tries07,
  tries08,
  tries09,
  tries10,
  tries11,
  tries12,
];

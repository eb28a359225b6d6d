import { defects } from "../support/defect-list.ts";
import { findDefects } from "../support/find-defects.ts";

findDefects(defects);

/** In a notebook: aborted when the cell that the running code belongs to is interrupted. */
declare var cellSignal: AbortSignal | undefined;

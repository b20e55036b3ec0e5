// A worker of the measured page: instantiates the module it is given, then computes pieces of work.

import { Contestant, initSync } from './bench.js';

let contestant;
self.onmessage = ({ data }) => {
  if (data.module) {
    initSync({ module: data.module });
    contestant = new Contestant(data.draws, data.months);
    self.postMessage({ ready: true });
  } else if (data.forget) {
    contestant.forget();
    self.postMessage({ ready: true });
  } else {
    const values = contestant.piece(data.first, data.policies, data.baseline);
    self.postMessage({ first: data.first, values }, [values.buffer]);
  }
};

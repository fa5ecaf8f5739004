/* A co-simulation of FMI 2 around one model: MODEL is its header, STARTS its values at the start.
 *
 * The header gives `VARIABLES` and `advance(double r[], double t, double h)`. What FMI 2 has beyond
 * that is missing on purpose.
 */
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "fmi2Functions.h"
#include MODEL

typedef struct { double r[VARIABLES]; } Model;
#define M ((Model *)c)

static void start(Model *m) {
    static const double starts[VARIABLES] = {STARTS};
    memcpy(m->r, starts, sizeof starts);
}
fmi2Component fmi2Instantiate(fmi2String n, fmi2Type k, fmi2String g, fmi2String p,
    const fmi2CallbackFunctions *f, fmi2Boolean v, fmi2Boolean l) {
    Model *m = malloc(sizeof *m); start(m); return m; }
void fmi2FreeInstance(fmi2Component c) { free(c); }
fmi2Status fmi2SetupExperiment(fmi2Component c, fmi2Boolean d, fmi2Real e, fmi2Real t, fmi2Boolean f,
    fmi2Real s) { return fmi2OK; }
fmi2Status fmi2EnterInitializationMode(fmi2Component c) { return fmi2OK; }
fmi2Status fmi2ExitInitializationMode(fmi2Component c) { return fmi2OK; }
fmi2Status fmi2Terminate(fmi2Component c) { return fmi2OK; }
fmi2Status fmi2Reset(fmi2Component c) { start(M); return fmi2OK; }
fmi2Status fmi2GetReal(fmi2Component c, const fmi2ValueReference v[], size_t n, fmi2Real x[]) {
    for (size_t i = 0; i < n; i++) x[i] = M->r[v[i]]; return fmi2OK; }
fmi2Status fmi2SetReal(fmi2Component c, const fmi2ValueReference v[], size_t n, const fmi2Real x[]) {
    for (size_t i = 0; i < n; i++) M->r[v[i]] = x[i]; return fmi2OK; }
fmi2Status fmi2DoStep(fmi2Component c, fmi2Real t, fmi2Real h, fmi2Boolean p) {
    advance(M->r, t, h); return fmi2OK; }

/* Test models as FMUs of FMI 2 and 3, co-simulation and model exchange in one library.
 *
 * Van der Pol's oscillator, or with -DBALL a ball that bounces (h'' = -9.81, v = -e v at h = 0).
 * Variables: 0, 1 states and outputs; 2 mu or e; 3 nan_after, 4 refuse_after, 5 crash_above,
 * 6 growth; 7 the input u. The functions that these models do not need are missing on purpose.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#ifdef FMI3
#include "fmi3Functions.h"
typedef fmi3Float64 real;
typedef size_t count;
#else
#include "fmi2Functions.h"
typedef fmi2Real real;
typedef size_t count;
#endif

enum { X0, X1, MU, NAN_AFTER, REFUSE_AFTER, CRASH_ABOVE, GROWTH, U, VARIABLES };
typedef struct { double r[VARIABLES]; double t; } Model;

static void start(Model *m) {
    memset(m, 0, sizeof *m);
#ifdef BALL
    m->r[X0] = 1; m->r[MU] = 0.7;
#else
    m->r[X0] = 2; m->r[MU] = 1;
#endif
    m->r[NAN_AFTER] = m->r[REFUSE_AFTER] = m->r[CRASH_ABOVE] = 1e9;
}

static void derivatives(const Model *m, const double *x, double *dx) {
#ifdef BALL
    dx[0] = x[1]; dx[1] = -9.81;
#else
    dx[0] = x[1] + m->r[GROWTH] * x[0];
    dx[1] = m->r[MU] * (1 - x[0] * x[0]) * x[1] - x[0] + m->r[U];
#endif
    if (m->t > m->r[NAN_AFTER]) dx[0] = NAN;
}

static int bounce(Model *m) {
#ifdef BALL
    if (m->r[X0] <= 0 && m->r[X1] < 0) { m->r[X0] = 0; m->r[X1] *= -m->r[MU]; return 1; }
#endif
    return 0;
}

/* Runge-Kutta of fourth order in parts of at most 1 ms. */
static int advance(Model *m, double t, double h) {
    int parts = (int)ceil(h / 1e-3 - 1e-9);
    if (t >= m->r[REFUSE_AFTER]) return 0;
    if (m->r[MU] > m->r[CRASH_ABOVE]) *(volatile int *)0 = 1;
    m->t = t;
    for (int part = 0; part < parts; part++) {
        double s = h / parts, x[2], k[4][2];
        for (int i = 0; i < 4; i++) {
            double f = i == 0 ? 0 : i == 3 ? s : s / 2;
            for (int j = 0; j < 2; j++) x[j] = m->r[j] + (i ? f * k[i - 1][j] : 0);
            derivatives(m, x, k[i]);
        }
        for (int j = 0; j < 2; j++) m->r[j] += s / 6 * (k[0][j] + 2 * k[1][j] + 2 * k[2][j] + k[3][j]);
        bounce(m);
        m->t += s;
    }
    return 1;
}

#ifdef FMI3
#define M ((Model *)c)
#define OK fmi3OK
#define ERR fmi3Error
fmi3Instance fmi3InstantiateCoSimulation(fmi3String n, fmi3String g, fmi3String p, fmi3Boolean v,
    fmi3Boolean l, fmi3Boolean e, fmi3Boolean r, const fmi3ValueReference q[], size_t k,
    fmi3InstanceEnvironment i, fmi3LogMessageCallback log, fmi3IntermediateUpdateCallback u) {
    Model *m = malloc(sizeof *m); start(m); return m; }
fmi3Instance fmi3InstantiateModelExchange(fmi3String n, fmi3String g, fmi3String p, fmi3Boolean v,
    fmi3Boolean l, fmi3InstanceEnvironment i, fmi3LogMessageCallback log) {
    Model *m = malloc(sizeof *m); start(m); return m; }
void fmi3FreeInstance(fmi3Instance c) { free(c); }
fmi3Status fmi3Reset(fmi3Instance c) { start(M); return OK; }
fmi3Status fmi3EnterInitializationMode(fmi3Instance c, fmi3Boolean d, fmi3Float64 e, fmi3Float64 t,
    fmi3Boolean f, fmi3Float64 s) { M->t = t; return OK; }
fmi3Status fmi3ExitInitializationMode(fmi3Instance c) { return OK; }
fmi3Status fmi3EnterEventMode(fmi3Instance c) { return OK; }
fmi3Status fmi3Terminate(fmi3Instance c) { return OK; }
fmi3Status fmi3GetFloat64(fmi3Instance c, const fmi3ValueReference v[], size_t n, fmi3Float64 x[], size_t k) {
    for (size_t i = 0; i < n; i++) x[i] = M->r[v[i]]; return OK; }
fmi3Status fmi3SetFloat64(fmi3Instance c, const fmi3ValueReference v[], size_t n, const fmi3Float64 x[], size_t k) {
    for (size_t i = 0; i < n; i++) M->r[v[i]] = x[i]; return OK; }
fmi3Status fmi3GetFMUState(fmi3Instance c, fmi3FMUState *s) {
    if (!*s) *s = malloc(sizeof(Model)); memcpy(*s, c, sizeof(Model)); return OK; }
fmi3Status fmi3SetFMUState(fmi3Instance c, fmi3FMUState s) { memcpy(c, s, sizeof(Model)); return OK; }
fmi3Status fmi3FreeFMUState(fmi3Instance c, fmi3FMUState *s) { free(*s); *s = NULL; return OK; }
fmi3Status fmi3UpdateDiscreteStates(fmi3Instance c, fmi3Boolean *a, fmi3Boolean *b, fmi3Boolean *d,
    fmi3Boolean *e, fmi3Boolean *f, fmi3Float64 *g) {
    *a = *b = *d = *f = fmi3False; *e = bounce(M); return OK; }
fmi3Status fmi3EnterContinuousTimeMode(fmi3Instance c) { return OK; }
fmi3Status fmi3SetTime(fmi3Instance c, fmi3Float64 t) { M->t = t; return OK; }
fmi3Status fmi3SetContinuousStates(fmi3Instance c, const fmi3Float64 x[], size_t n) { memcpy(M->r, x, 16); return OK; }
fmi3Status fmi3GetContinuousStates(fmi3Instance c, fmi3Float64 x[], size_t n) { memcpy(x, M->r, 16); return OK; }
fmi3Status fmi3GetContinuousStateDerivatives(fmi3Instance c, fmi3Float64 x[], size_t n) { derivatives(M, M->r, x); return OK; }
fmi3Status fmi3GetNominalsOfContinuousStates(fmi3Instance c, fmi3Float64 x[], size_t n) { x[0] = x[1] = 1; return OK; }
fmi3Status fmi3GetEventIndicators(fmi3Instance c, fmi3Float64 z[], size_t n) { if (n) z[0] = M->r[0]; return OK; }
fmi3Status fmi3GetNumberOfContinuousStates(fmi3Instance c, size_t *n) { *n = 2; return OK; }
fmi3Status fmi3GetNumberOfEventIndicators(fmi3Instance c, size_t *n) {
#ifdef BALL
    *n = 1;
#else
    *n = 0;
#endif
    return OK; }
fmi3Status fmi3DoStep(fmi3Instance c, fmi3Float64 t, fmi3Float64 h, fmi3Boolean p, fmi3Boolean *e,
    fmi3Boolean *d, fmi3Boolean *r, fmi3Float64 *l) {
    *e = *d = *r = fmi3False; *l = t + h; return advance(M, t, h) ? OK : ERR; }
#else
#define M ((Model *)c)
#define OK fmi2OK
#define ERR fmi2Error
fmi2Component fmi2Instantiate(fmi2String n, fmi2Type k, fmi2String g, fmi2String p,
    const fmi2CallbackFunctions *f, fmi2Boolean v, fmi2Boolean l) {
    Model *m = malloc(sizeof *m); start(m); return m; }
void fmi2FreeInstance(fmi2Component c) { free(c); }
fmi2Status fmi2SetupExperiment(fmi2Component c, fmi2Boolean d, fmi2Real e, fmi2Real t, fmi2Boolean f,
    fmi2Real s) { M->t = t; return OK; }
fmi2Status fmi2EnterInitializationMode(fmi2Component c) { return OK; }
fmi2Status fmi2ExitInitializationMode(fmi2Component c) { return OK; }
fmi2Status fmi2Terminate(fmi2Component c) { return OK; }
fmi2Status fmi2Reset(fmi2Component c) { start(M); return OK; }
fmi2Status fmi2GetReal(fmi2Component c, const fmi2ValueReference v[], size_t n, fmi2Real x[]) {
    for (size_t i = 0; i < n; i++) x[i] = M->r[v[i]]; return OK; }
fmi2Status fmi2SetReal(fmi2Component c, const fmi2ValueReference v[], size_t n, const fmi2Real x[]) {
    for (size_t i = 0; i < n; i++) M->r[v[i]] = x[i]; return OK; }
fmi2Status fmi2GetFMUstate(fmi2Component c, fmi2FMUstate *s) {
    if (!*s) *s = malloc(sizeof(Model)); memcpy(*s, c, sizeof(Model)); return OK; }
fmi2Status fmi2SetFMUstate(fmi2Component c, fmi2FMUstate s) { memcpy(c, s, sizeof(Model)); return OK; }
fmi2Status fmi2FreeFMUstate(fmi2Component c, fmi2FMUstate *s) { free(*s); *s = NULL; return OK; }
fmi2Status fmi2EnterEventMode(fmi2Component c) { return OK; }
fmi2Status fmi2NewDiscreteStates(fmi2Component c, fmi2EventInfo *e) {
    memset(e, 0, sizeof *e); e->valuesOfContinuousStatesChanged = bounce(M); return OK; }
fmi2Status fmi2EnterContinuousTimeMode(fmi2Component c) { return OK; }
fmi2Status fmi2CompletedIntegratorStep(fmi2Component c, fmi2Boolean p, fmi2Boolean *e, fmi2Boolean *t) {
    *e = *t = fmi2False; return OK; }
fmi2Status fmi2SetTime(fmi2Component c, fmi2Real t) { M->t = t; return OK; }
fmi2Status fmi2SetContinuousStates(fmi2Component c, const fmi2Real x[], size_t n) { memcpy(M->r, x, 16); return OK; }
fmi2Status fmi2GetContinuousStates(fmi2Component c, fmi2Real x[], size_t n) { memcpy(x, M->r, 16); return OK; }
fmi2Status fmi2GetDerivatives(fmi2Component c, fmi2Real x[], size_t n) { derivatives(M, M->r, x); return OK; }
fmi2Status fmi2GetEventIndicators(fmi2Component c, fmi2Real z[], size_t n) { if (n) z[0] = M->r[0]; return OK; }
fmi2Status fmi2GetNominalsOfContinuousStates(fmi2Component c, fmi2Real x[], size_t n) { x[0] = x[1] = 1; return OK; }
fmi2Status fmi2DoStep(fmi2Component c, fmi2Real t, fmi2Real h, fmi2Boolean p) {
    return advance(M, t, h) ? OK : ERR; }
#endif

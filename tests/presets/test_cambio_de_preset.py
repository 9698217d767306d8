"""Another preset on an installation in use: what was filed before reads as it was filed, and goes on to its end."""

from __future__ import annotations

import pytest

from portal.domain.errors import NoEncontrado
from portal.domain.permisos import Rol
from portal.services import (
    bandejas,
    cargos,
    configuracion,
    consulta,
    correos_vistos,
    derivaciones,
    fichas,
    finales,
    registro,
    seguimientos,
)
from portal.services.bandejas import Filtros
from portal.services.consulta import SeguimientoNoCoincide
from portal.services.contexto import SISTEMA
from tests.factories import cuentas, oficinas, presentaciones
from tests.factories.presentaciones import Archivo
from tests.presets.portal import VALORES

DE_PETROPERU = {"valores": VALORES["petroperu"], "archivos": (Archivo(ranura="archivos"),)}
IP = "10.0.0.7"


def cambiar(ctx, preset: str, *actores) -> None:
    """Put another preset in force, and have these people accept its texts."""
    configuracion.publicar(ctx.como(SISTEMA), configuracion.preset(preset), autor="pruebas")
    for actor in actores:
        cuentas.aceptar_textos(ctx, actor)


def leido(ctx, actor, numero: str, registro_id: int):
    """All that its owner reads of an expediente: screen, row of the tray and cargo."""
    fila = next(f for f in bandejas.mis_tramites(ctx.como(actor), Filtros()).filas if f.numero == numero)
    vista = consulta.propio(ctx.como(actor), numero)
    return vista, fila, cargos.cargo_pdf(ctx.como(actor), registro_id)


def test_lo_presentado_con_un_preset_se_lee_igual_con_el_otro(ctx):
    actor = cuentas.ciudadano(ctx)
    recibo = presentaciones.presentar(ctx, actor, informacion="Adjunto lo pedido")
    antes = leido(ctx, actor, recibo.numero, recibo.registro_id)

    cambiar(ctx, "petroperu", actor)

    assert leido(ctx, actor, recibo.numero, recibo.registro_id) == antes
    assert ("Información adicional", "Adjunto lo pedido") in antes[0].otros_datos
    por_clave = consulta.por_clave(ctx, numero=recibo.numero, contrasena=recibo.contrasena, ip=IP)
    assert por_clave == consulta.por_ficha(ctx, numero=recibo.numero, ficha=recibo.ficha)
    assert por_clave.estado == "Registrada"
    nuevo = presentaciones.presentar(ctx, actor, **DE_PETROPERU)
    assert (nuevo.numero, nuevo.contrasena) == ("MPV-2026-000002", "")


def test_lo_presentado_antes_sigue_hasta_su_final_con_sus_propias_palabras(ctx):
    actor = cuentas.ciudadano(ctx)
    recibo = presentaciones.presentar(ctx, actor)
    cambiar(ctx, "petroperu", actor)
    mesa, jefe = ctx.como(cuentas.personal(ctx)), ctx.como(oficinas.persona(ctx, Rol.JEFE, "gerencia_general"))

    derivaciones.derivar(mesa, recibo.numero, visto=1, responsable="gerencia_general", pedido="atender")
    finales.rechazar(jefe, recibo.numero, visto=2, motivo="Ya se respondió")

    vista = consulta.propio(ctx.como(actor), recibo.numero)
    assert [m.estado for m in vista.movimientos] == ["Rechazada", "En proceso", "Registrada"]
    assert vista.explicacion == "La oficina rechazó su documento. El motivo está en el recorrido."
    assert fichas.abrir(mesa, recibo.numero).vista.numero == recibo.numero


def test_sin_contrasena_de_seguimiento_nada_abre_un_expediente_sin_cuenta(ctx):
    actor = cuentas.ciudadano(ctx)
    con_clave = presentaciones.presentar(ctx, actor)
    cambiar(ctx, "petroperu", actor)
    recibo = presentaciones.presentar(ctx, actor, **DE_PETROPERU)
    propio = ctx.como(actor)
    vista = consulta.propio(propio, recibo.numero)

    assert (recibo.contrasena, recibo.ficha, vista.con_clave) == ("", "", False)
    negados = (
        lambda: consulta.por_ficha(ctx, numero=recibo.numero, ficha=vista.ficha),
        lambda: cargos.cargo_por_seguimiento(ctx, recibo.registro_id, numero=recibo.numero, ficha=vista.ficha),
        lambda: seguimientos.accesos(propio, recibo.numero),
        lambda: seguimientos.cambiar_clave(propio, recibo.numero),
    )
    for negado in negados:
        with pytest.raises((SeguimientoNoCoincide, NoEncontrado)):
            negado()
    tecnico = ctx.como(cuentas.personal(ctx, Rol.ADMINISTRADOR))
    pendientes = correos_vistos.correos_recientes(tecnico).total
    seguimientos.pedir_clave(ctx, numero=recibo.numero, correo=actor.correo, ip=IP)
    assert correos_vistos.correos_recientes(tecnico).total == pendientes

    seguimientos.pedir_clave(ctx, numero=con_clave.numero, correo=actor.correo, ip=IP)
    assert correos_vistos.correos_recientes(tecnico).total == pendientes + 1


def test_un_borrador_empezado_con_un_preset_se_envia_con_el_otro_en_vigor(ctx):
    actor = cuentas.ciudadano(ctx)
    empezado = presentaciones.borrador(ctx, actor)
    cambiar(ctx, "petroperu", actor)

    recibo = registro.enviar(ctx.como(actor), empezado)

    vista = consulta.propio(ctx.como(actor), recibo.numero)
    assert (vista.tipo_documento, vista.estado, vista.con_clave) == ("Carta", "Registrada", True)
